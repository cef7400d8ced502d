import { finished } from 'node:stream/promises';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { byteStream } from '../../support/byte-stream.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { slowSink } from '../../support/slow-sink.ts';

const HIGH_WATER_MARK = 64 * KiB;
const SOURCE = { highWaterMark: HIGH_WATER_MARK, chunkSize: 16 * KiB, volume: 4 * MiB };

export default defineScenario({
  name: 'pipe-readable-writable-auto',
  claim: {
    statement:
      'Between a Readable and a Writable, pipe() handles backpressure by itself; a program that calls write() has to do so itself.',
    source: ['003'],
    rule: ({ recorded: { pipePeak = 0, writePeak = 0 } }) => {
      const isBounded = (peak: number) => peak < HIGH_WATER_MARK + SOURCE.chunkSize;
      return {
        verdict: !isBounded(pipePeak) ? 'false' : isBounded(writePeak) ? 'partly' : 'true',
        condition: 'write() waits by itself as well',
        reading: `of ${sizeInWords(SOURCE.volume)}, the target buffers at most ${sizeInWords(pipePeak)} with pipe(), ${sizeInWords(writePeak)} with write() in a 'data' handler`,
      };
    },
  },
  async run({ record, signal }) {
    record('pipePeak', await peakBuffered(true, signal));
    record('writePeak', await peakBuffered(false, signal));
  },
});

/** The most bytes that the target buffers after any chunk. */
async function peakBuffered(isPiped: boolean, signal: AbortSignal): Promise<number> {
  const source = byteStream(SOURCE);
  const target = slowSink({ highWaterMark: HIGH_WATER_MARK });
  let peak = 0;
  if (isPiped) source.pipe(target);
  else source.on('data', (chunk) => target.write(chunk)).on('end', () => target.end()); // BUG: the result is ignored
  source.on('data', () => {
    peak = Math.max(peak, target.writableLength);
  });
  await finished(target, { signal });
  return peak;
}
