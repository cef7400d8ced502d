import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countEuros } from '../support/euro-stream.ts';
import { readAhead } from '../support/streams/read-ahead.ts';
import { pulledEuros } from '../support/text/pulled-euros.ts';

export default defineScenario({
  name: 'read-ahead-characters',
  title: 'Reads text with setEncoding(), so that the highWaterMark counts characters',
  about: {
    what: "Calls setEncoding('utf8') on a stream of '€', which has three bytes, and lets the stream read ahead.",
    why: 'From setEncoding() on, the stream buffers strings, and compares their length with the highWaterMark: it counts UTF-16 code units instead of bytes. A string with a character outside Latin-1 takes two bytes of heap per code unit.',
    expect: 'The stream reads three times the highWaterMark ahead, and buffers it on the V8 heap.',
  },
  tags: ['readable', 'string', 'highWaterMark', 'wrong'],
  pairedWith: 'read-ahead-bytes',
  parameters: { highWaterMark: bytes([64 * KiB]), characters: count([262_144]) },
  expect: {
    checks: ({ parameters: { highWaterMark, characters }, recorded }) => ({
      'three times the highWaterMark is read ahead': recorded.readAheadBytes === 3 * highWaterMark,
      'the text is complete': recorded.characters === characters,
    }),
  },
  async run({ parameters, record }) {
    const { source, pulledBytes } = pulledEuros(parameters);
    source.setEncoding('utf8'); // BUG: highWaterMark was chosen in bytes
    await readAhead(source);
    record('readAheadBytes', pulledBytes());
    let text = '';
    for await (const part of source) text += part;
    record('characters', countEuros(text).whole);
  },
});
