import { finished } from 'node:stream/promises';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { slowSink } from '../../support/slow-sink.ts';

const HIGH_WATER_MARK = 16 * KiB;
const CHUNKS = [1, 16 * KiB, 8 * MiB, 64 * KiB];

export default defineScenario({
  name: 'hwm-soft',
  claim: {
    statement: 'highWaterMark is advisory: it neither rejects chunks nor limits their size.',
    source: ['003'],
    rule: ({ recorded: { writtenBytes = 0, deliveredBytes = 0, largestBytes = 0 } }) => {
      const isAccepted = deliveredBytes === writtenBytes;
      const isWhole = largestBytes === Math.max(...CHUNKS);
      return {
        verdict: isAccepted && isWhole ? 'true' : isAccepted || isWhole ? 'partly' : 'false',
        condition: isAccepted ? 'a large chunk is divided' : 'chunks are rejected',
        reading: `at ${sizeInWords(HIGH_WATER_MARK)}, ${deliveredBytes} of ${writtenBytes} bytes are delivered, the largest chunk with ${sizeInWords(largestBytes)}`,
      };
    },
  },
  async run({ record, signal }) {
    const delivered: number[] = [];
    const sink = slowSink({ highWaterMark: HIGH_WATER_MARK });
    const write = sink._write;
    sink._write = (chunk: Buffer, encoding, callback) => {
      delivered.push(chunk.length);
      write.call(sink, chunk, encoding, callback);
    };
    for (const bytes of CHUNKS) sink.write(Buffer.alloc(bytes));
    sink.end();
    await finished(sink, { signal });
    record('writtenBytes', sum(CHUNKS));
    record('deliveredBytes', sum(delivered));
    record('largestBytes', Math.max(...delivered));
  },
});

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
