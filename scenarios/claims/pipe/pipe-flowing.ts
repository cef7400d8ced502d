import { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'pipe-flowing',
  claim: {
    statement: 'pipe() switches the Readable to flowing mode.',
    source: ['000'],
    rule: ({ recorded: { flowsBefore = 0, flowsAfter = 0, chunks = 0 } }) => ({
      verdict: flowsAfter && !flowsBefore && chunks > 0 ? 'true' : 'false',
      reading: `readableFlowing is ${flowsBefore ? 'true' : 'not true'} before pipe() and ${flowsAfter ? 'true' : 'not true'} after it; ${chunks} chunks arrived`,
    }),
  },
  async run({ record, signal }) {
    let chunks = 0;
    const source = Readable.from(['one', 'two', 'three']);
    const target = new Writable({
      write(_chunk, _encoding, callback) {
        chunks += 1;
        callback();
      },
    });
    record('flowsBefore', Number(source.readableFlowing === true));
    source.pipe(target);
    record('flowsAfter', Number(source.readableFlowing === true));
    await finished(target, { signal });
    record('chunks', chunks);
  },
});
