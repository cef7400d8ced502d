import { defineScenario } from '../../../harness/scenario.ts';
import { askStreamIter, WITHOUT_STREAM_ITER } from '../../support/claims/ask-stream-iter.ts';

/** Nobody reads: how much is taken of a source that has its chunks ready. */
const PROGRAM = `
import { pipeTo, push } from 'node:stream/iter';
import { setImmediate as nextTurn } from 'node:timers/promises';
const { writer, readable } = push({ budget: 64 * 1024 });
let taken = 0;
function* source() {
  for (; taken < 1000; taken += 1) yield Buffer.alloc(16 * 1024);
}
pipeTo(source(), writer, { signal: new AbortController().signal }).catch(() => {});
for (let turn = 0; turn < 10; turn += 1) await nextTurn();
console.log(taken);
process.exit(0);
`;

export default defineScenario({
  name: 'stream-iter-pipe-to-takes-ahead',
  claim: {
    statement: 'pipeTo() of node:stream/iter takes far more of a synchronous source than the budget.',
    source: ['node'],
    rule: ({ recorded: { isThere = 0, taken = 0 } }) =>
      isThere === 0
        ? WITHOUT_STREAM_ITER
        : {
            verdict: taken > 64 ? 'true' : 'false',
            reading: `of a generator that makes chunks of 16 KiB, ${taken} were taken before anything was read; the budget was 64 KiB`,
          },
  },
  async run({ record, signal }) {
    const answer = await askStreamIter(PROGRAM, signal);
    record('isThere', answer === undefined ? 0 : 1);
    record('taken', answer ?? 0);
  },
});
