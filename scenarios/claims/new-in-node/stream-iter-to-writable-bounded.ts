import { defineScenario } from '../../../harness/scenario.ts';
import { askStreamIter, WITHOUT_STREAM_ITER } from '../../support/claims/ask-stream-iter.ts';

/** Nobody reads: what is written stays in the Writable, or in the iterable stream behind it. */
const PROGRAM = `
import { push, toWritable } from 'node:stream/iter';
const sink = toWritable(push().writer);
sink.on('error', () => {});
let falses = 0;
for (let count = 0; count < 1000; count += 1) if (!sink.write(Buffer.alloc(64 * 1024))) falses += 1;
console.log(falses);
process.exit(0);
`;

export default defineScenario({
  name: 'stream-iter-to-writable-bounded',
  claim: {
    statement:
      'write() of a Writable made by toWritable() of node:stream/iter returns false when it is full.',
    source: ['node'],
    rule: ({ recorded: { isThere = 0, falses = 0 } }) =>
      isThere === 0
        ? WITHOUT_STREAM_ITER
        : {
            verdict: falses > 0 ? 'true' : 'false',
            reading: `of 1000 writes of 64 KiB that nobody reads, ${falses} returned false`,
          },
  },
  async run({ record, signal }) {
    const answer = await askStreamIter(PROGRAM, signal);
    record('isThere', answer === undefined ? 0 : 1);
    record('falses', answer ?? 0);
  },
});
