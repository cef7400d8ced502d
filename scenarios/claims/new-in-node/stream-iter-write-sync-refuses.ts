import { defineScenario } from '../../../harness/scenario.ts';
import { askStreamIter, WITHOUT_STREAM_ITER } from '../../support/claims/ask-stream-iter.ts';

/** Nobody reads before the end, and nobody looks at what writeSync() returns. */
const PROGRAM = `
import { push } from 'node:stream/iter';
const { writer, readable } = push({ budget: 64 * 1024 });
for (let count = 0; count < 100; count += 1) writer.writeSync(Buffer.alloc(64 * 1024));
writer.end();
let chunks = 0;
for await (const batch of readable) chunks += batch.length;
console.log(chunks);
`;

export default defineScenario({
  name: 'stream-iter-write-sync-refuses',
  claim: {
    statement:
      'If writeSync() of node:stream/iter returns false, it has not taken the chunk, unlike write() of a Writable.',
    source: ['node'],
    rule: ({ recorded: { isThere = 0, chunks = 0 } }) =>
      isThere === 0
        ? WITHOUT_STREAM_ITER
        : {
            verdict: chunks === 1 ? 'true' : 'false',
            reading: `of 100 chunks that were written without looking at false, ${chunks} arrived`,
          },
  },
  async run({ record, signal }) {
    const answer = await askStreamIter(PROGRAM, signal);
    record('isThere', answer === undefined ? 0 : 1);
    record('chunks', answer ?? 0);
  },
});
