import { defineScenario } from '../../../harness/scenario.ts';
import { askStreamIter, WITHOUT_STREAM_ITER } from '../../support/claims/ask-stream-iter.ts';

/** Nobody reads before the end: the stream has room for one of the writes. */
const PROGRAM = `
import { push } from 'node:stream/iter';
const { writer, readable } = push({ budget: 64 * 1024, backpressure: 'drop-newest' });
for (let count = 0; count < 100; count += 1) await writer.write(Buffer.alloc(64 * 1024));
const total = writer.end();
let chunks = 0;
for await (const batch of readable) chunks += batch.length;
console.log((await total) / (64 * 1024) - chunks);
`;

export default defineScenario({
  name: 'stream-iter-end-counts-dropped',
  claim: {
    statement: 'end() of node:stream/iter also counts what its policy has dropped.',
    source: ['node'],
    rule: ({ recorded: { isThere = 0, missing = 0 } }) =>
      isThere === 0
        ? WITHOUT_STREAM_ITER
        : {
            verdict: missing > 0 ? 'true' : 'false',
            reading: `with the policy drop-newest, end() reported ${missing} of 100 chunks that the reader did not get`,
          },
  },
  async run({ record, signal }) {
    const answer = await askStreamIter(PROGRAM, signal);
    record('isThere', answer === undefined ? 0 : 1);
    record('missing', answer ?? 0);
  },
});
