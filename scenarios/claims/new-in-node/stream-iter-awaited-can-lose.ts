import { defineScenario } from '../../../harness/scenario.ts';
import { askStreamIter, WITHOUT_STREAM_ITER } from '../../support/claims/ask-stream-iter.ts';

/** Each write() is awaited, and the reader takes a batch per turn of the event loop. */
const PROGRAM = `
import { push } from 'node:stream/iter';
import { setImmediate as nextTurn } from 'node:timers/promises';
let complete = 0;
for (const backpressure of ['strict', 'unbounded', 'drop-oldest', 'drop-newest']) {
  const { writer, readable } = push({ budget: 64 * 1024, backpressure });
  let bytes = 0;
  const reading = (async () => {
    for await (const batch of readable) {
      for (const chunk of batch) bytes += chunk.byteLength;
      await nextTurn();
    }
  })();
  for (let count = 0; count < 100; count += 1) await writer.write(Buffer.alloc(64 * 1024));
  await writer.end();
  await reading;
  if (bytes === 100 * 64 * 1024) complete += 1;
}
console.log(complete);
`;

export default defineScenario({
  name: 'stream-iter-awaited-can-lose',
  claim: {
    statement: 'A stream of node:stream/iter can lose data although each write() is awaited.',
    source: ['node'],
    rule: ({ recorded: { isThere = 0, complete = 0 } }) =>
      isThere === 0
        ? WITHOUT_STREAM_ITER
        : {
            verdict: complete < 4 ? 'true' : 'false',
            reading: `all of 100 awaited writes arrived with ${complete} of the 4 policies`,
          },
  },
  async run({ record, signal }) {
    const answer = await askStreamIter(PROGRAM, signal);
    record('isThere', answer === undefined ? 0 : 1);
    record('complete', answer ?? 0);
  },
});
