import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { textMessages } from '../support/text/text-messages.ts';

export default defineScenario({
  name: 'string-slice',
  title: 'Stores the first characters of each message as a slice of it',
  about: {
    what: 'Cuts the id from the start of each message with slice(), and stores only the ids.',
    why: 'V8 does not copy a slice of 13 characters or more: it refers to the string it was cut from, and keeps all of it alive. The same is true of substring(), split() and the matches of regular expressions.',
    expect: 'Every message is retained as a whole: heapUsed grows by one byte per character received.',
  },
  tags: ['string', 'heap', 'retention', 'wrong'],
  pairedWith: 'string-slice-copied',
  parameters: {
    messageSize: bytes([256 * KiB]),
    volume: volume(16 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'retainedHeapUsedBytes',
    checks: ({ parameters: { messageSize, volume }, recorded }) => ({
      'only the ids are stored': recorded.storedCharacters === 32 * Math.ceil(volume / messageSize),
    }),
  },
  run({ parameters, record }) {
    const ids: string[] = [];
    for (const message of textMessages(parameters)) {
      ids.push(message.slice(0, 32)); // BUG: the slice refers to the whole message
    }
    record('storedCharacters', ids.join('').length);
    return ids;
  },
});
