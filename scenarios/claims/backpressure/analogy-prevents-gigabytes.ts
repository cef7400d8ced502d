import { once } from 'node:events';
import { defineScenario, GiB, KiB, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { slowSink } from '../../support/slow-sink.ts';

const CHUNK = Buffer.alloc(1 * MiB);
const VOLUME = 4 * GiB;

export default defineScenario({
  name: 'analogy-prevents-gigabytes',
  claim: {
    statement: 'Backpressure keeps gigabytes from being buffered in memory.',
    source: ['003'],
    rule: ({ recorded: { writtenBytes = 0, peakBytes = 0 } }) => ({
      verdict: peakBytes < 0.01 * writtenBytes ? 'true' : 'false',
      reading: `of ${sizeInWords(writtenBytes)} written, at most ${sizeInWords(peakBytes)} were buffered`,
    }),
  },
  async run({ record, signal }) {
    const sink = slowSink({ highWaterMark: 64 * KiB });
    let writtenBytes = 0;
    let peakBytes = 0;
    for (; writtenBytes < VOLUME; writtenBytes += CHUNK.length) {
      const isFull = !sink.write(CHUNK); // the same bytes again and again: only their number counts
      peakBytes = Math.max(peakBytes, sink.writableLength);
      if (isFull) await once(sink, 'drain', { signal });
    }
    record('writtenBytes', writtenBytes);
    record('peakBytes', peakBytes);
  },
});
