import { defineScenario } from '../../../harness/scenario.ts';
import { askStreamIter, WITHOUT_STREAM_ITER } from '../../support/claims/ask-stream-iter.ts';

/** Nobody reads: what is neither fulfilled nor rejected is in memory. */
const PROGRAM = `
import { push } from 'node:stream/iter';
import { setImmediate as nextTurn } from 'node:timers/promises';
const { writer, readable } = push({ budget: 64 * 1024, backpressure: 'unbounded' });
let settled = 0;
for (let count = 0; count < 100; count += 1) writer.write(Buffer.alloc(64 * 1024)).finally(() => (settled += 1));
await nextTurn();
console.log(100 - settled);
process.exit(0);
`;

export default defineScenario({
  name: 'stream-iter-unbounded-exceeds-budget',
  claim: {
    statement: 'With the policy unbounded, the budget of node:stream/iter bounds nothing.',
    source: ['node'],
    rule: ({ recorded: { isThere = 0, waiting = 0 } }) =>
      isThere === 0
        ? WITHOUT_STREAM_ITER
        : {
            verdict: waiting === 99 ? 'true' : 'false',
            reading: `with a budget of 64 KiB, ${waiting} of 100 writes of 64 KiB wait in memory`,
          },
  },
  async run({ record, signal }) {
    const answer = await askStreamIter(PROGRAM, signal);
    record('isThere', answer === undefined ? 0 : 1);
    record('waiting', answer ?? 0);
  },
});
