import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { textMessages } from '../support/text/text-messages.ts';

export default defineScenario({
  name: 'string-slice-copied',
  title: 'Stores a real copy of the first characters of each message',
  about: {
    what: 'Cuts the id from the start of each message, and makes a new string of it by way of a Buffer.',
    why: 'JavaScript has no function that copies a string. Encoding and decoding it does, on all versions of Node; as UTF-16, because UTF-8 replaces half a surrogate pair at the cut. If the message arrives as bytes, decode only the bytes of the id: then there is nothing to copy.',
    expect: 'Only the ids are retained: retained memory does not depend on the size of the messages.',
  },
  tags: ['string', 'heap', 'retention', 'right'],
  pairedWith: 'string-slice',
  parameters: {
    messageSize: bytes([256 * KiB]),
    volume: volume(16 * MiB),
  },
  expect: {
    growth: 'bounded',
    metric: 'retainedHeapUsedBytes',
    checks: ({ parameters: { messageSize, volume }, recorded }) => ({
      'every id is stored': recorded.storedCharacters === 32 * Math.ceil(volume / messageSize),
    }),
  },
  run({ parameters, record }) {
    const ids: string[] = [];
    for (const message of textMessages(parameters)) {
      ids.push(Buffer.from(message.slice(0, 32), 'utf16le').toString('utf16le'));
    }
    record('storedCharacters', ids.join('').length);
    return ids;
  },
});
