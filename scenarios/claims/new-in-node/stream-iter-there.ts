import { defineScenario } from '../../../harness/scenario.ts';
import { askStreamIter } from '../../support/claims/ask-stream-iter.ts';

/** Nobody reads: one write fills the stream, and another may wait. */
const PROGRAM = `
import { push } from 'node:stream/iter';
import { setImmediate as nextTurn } from 'node:timers/promises';
const { writer } = push();
let rejected = 0;
for (let count = 0; count < 100; count += 1) writer.write(Buffer.alloc(64 * 1024)).catch(() => (rejected += 1));
await nextTurn();
console.log(rejected);
process.exit(0);
`;

export default defineScenario({
  name: 'stream-iter-there',
  claim: {
    statement:
      'Node has iterable streams, node:stream/iter, whose push() rejects writes that ignore backpressure.',
    source: ['node'],
    rule: ({ recorded: { isThere = 0, rejected = 0 } }) => ({
      verdict: isThere === 1 && rejected > 0 ? 'true' : 'false',
      reading:
        isThere === 1
          ? `behind a flag; of 100 writes of 64 KiB that were not awaited, ${rejected} were rejected`
          : 'there is no flag --experimental-stream-iter',
    }),
  },
  async run({ record, signal }) {
    const answer = await askStreamIter(PROGRAM, signal);
    record('isThere', answer === undefined ? 0 : 1);
    record('rejected', answer ?? 0);
  },
});
