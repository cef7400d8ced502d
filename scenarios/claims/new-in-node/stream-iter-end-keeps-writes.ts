import { defineScenario } from '../../../harness/scenario.ts';
import { askStreamIter, WITHOUT_STREAM_ITER } from '../../support/claims/ask-stream-iter.ts';

/** The first write fills the stream; the others wait when it is ended. */
const PROGRAM = `
import { push } from 'node:stream/iter';
const { writer, readable } = push({ budget: 64 * 1024, backpressure: 'unbounded' });
for (let count = 0; count < 100; count += 1) writer.write(Buffer.alloc(64 * 1024)).catch(() => {});
writer.end().catch(() => {});
let chunks = 0;
for await (const batch of readable) chunks += batch.length;
console.log(chunks);
`;

export default defineScenario({
  name: 'stream-iter-end-keeps-writes',
  claim: {
    statement: 'end() of a writer of node:stream/iter waits for the writes before it.',
    source: ['node'],
    rule: ({ recorded: { isThere = 0, chunks = 0 } }) =>
      isThere === 0
        ? WITHOUT_STREAM_ITER
        : {
            verdict: chunks === 100 ? 'true' : 'false',
            reading: `of 100 writes of 64 KiB that were not awaited before end(), ${chunks} arrived`,
          },
  },
  async run({ record, signal }) {
    const answer = await askStreamIter(PROGRAM, signal);
    record('isThere', answer === undefined ? 0 : 1);
    record('chunks', answer ?? 0);
  },
});
