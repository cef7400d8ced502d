import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';

const HIGH_WATER_MARK = 16 * KiB;
const WRITES = [1, 100, 16 * KiB, 1, 256 * KiB, 0, 1];

export default defineScenario({
  name: 'each-write-one-chunk',
  claim: {
    statement: 'Each write() adds exactly one chunk to the buffer, whatever highWaterMark is.',
    source: ['003'],
    rule: ({ recorded: { chunks = 0, sameSize = 0 } }) => ({
      verdict: chunks === WRITES.length && sameSize === chunks ? 'true' : 'false',
      reading: `${WRITES.length} writes of 0 bytes to 256 KiB added ${chunks} chunks, ${sameSize} of them as they were written`,
    }),
  },
  async run({ record, signal }) {
    const chunks: number[] = [];
    const sink = new Writable({
      highWaterMark: HIGH_WATER_MARK,
      writev(batch, callback) {
        chunks.push(...batch.map(({ chunk }) => (chunk as Buffer).length));
        callback();
      },
    });
    sink.cork(); // until all are in the buffer
    for (const bytes of WRITES) sink.write(Buffer.alloc(bytes));
    sink.end();
    await finished(sink, { signal });
    record('chunks', chunks.length);
    record('sameSize', chunks.filter((bytes, index) => bytes === WRITES[index]).length);
  },
});
