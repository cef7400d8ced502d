import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countEuros } from '../support/euro-stream.ts';
import { readAhead } from '../support/streams/read-ahead.ts';
import { pulledEuros } from '../support/text/pulled-euros.ts';

export default defineScenario({
  name: 'read-ahead-bytes',
  title: 'Reads bytes and decodes them afterwards, so that the highWaterMark counts bytes',
  about: {
    what: "Lets a stream of '€', which has three bytes, read ahead, and decodes each chunk as it is read, with a TextDecoder that remembers cut characters.",
    why: 'The stream buffers bytes, outside the V8 heap, and compares their number with the highWaterMark. With fatal, the decoder throws on invalid UTF-8, where setEncoding() inserts U+FFFD.',
    expect: 'The stream reads ahead at most its highWaterMark and a chunk.',
  },
  tags: ['readable', 'string', 'highWaterMark', 'right'],
  pairedWith: 'read-ahead-characters',
  parameters: { highWaterMark: bytes([64 * KiB]), characters: count([262_144]) },
  expect: {
    checks: ({ parameters: { highWaterMark, characters }, recorded }) => ({
      'at most the highWaterMark and a chunk is read ahead':
        (recorded.readAheadBytes ?? 0) >= highWaterMark &&
        (recorded.readAheadBytes ?? 0) < highWaterMark + 4 * KiB,
      'the text is complete': recorded.characters === characters,
    }),
  },
  async run({ parameters, record }) {
    const { source, pulledBytes } = pulledEuros(parameters);
    await readAhead(source);
    record('readAheadBytes', pulledBytes());
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let text = '';
    for await (const bytes of source) text += decoder.decode(bytes, { stream: true });
    text += decoder.decode();
    record('characters', countEuros(text).whole);
  },
});
