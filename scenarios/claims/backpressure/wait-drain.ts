import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { slowSink } from '../../support/slow-sink.ts';

const HIGH_WATER_MARK = 64 * KiB;
const CHUNK = Buffer.alloc(16 * KiB);
const VOLUME = 8 * MiB;

export default defineScenario({
  name: 'wait-drain',
  claim: {
    statement:
      "After write() returned false, a program has to wait for 'drain', or the buffer grows with the data.",
    source: ['000'],
    rule: ({ recorded: { waitingPeak = 0, ignoringPeak = 0 } }) => ({
      verdict: ignoringPeak === VOLUME && waitingPeak < HIGH_WATER_MARK + CHUNK.length ? 'true' : 'false',
      reading: `of ${sizeInWords(VOLUME)}, at most ${sizeInWords(waitingPeak)} are buffered with the wait, ${sizeInWords(ignoringPeak)} without it`,
    }),
  },
  async run({ record, signal }) {
    record('waitingPeak', await peakBuffered(true, signal));
    record('ignoringPeak', await peakBuffered(false, signal));
  },
});

async function peakBuffered(waits: boolean, signal: AbortSignal): Promise<number> {
  const sink = slowSink({ highWaterMark: HIGH_WATER_MARK });
  let peak = 0;
  for (let leftBytes = VOLUME; leftBytes > 0; leftBytes -= CHUNK.length) {
    const isFull = !sink.write(CHUNK);
    peak = Math.max(peak, sink.writableLength);
    if (isFull && waits) await once(sink, 'drain', { signal });
  }
  sink.end();
  await finished(sink, { signal });
  return peak;
}
