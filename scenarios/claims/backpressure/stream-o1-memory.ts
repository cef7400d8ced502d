import { createReadStream } from 'node:fs';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const HIGH_WATER_MARK = 64 * KiB;

export default defineScenario({
  name: 'stream-o1-memory',
  claim: {
    statement: 'A stream takes the same memory for any amount of data.',
    source: ['000'],
    measured: ['smallLive', 'largeLive', 'largeInUse'],
    rule: ({ recorded: { smallLive = 0, largeLive = 0, smallInUse = 0, largeInUse = 0 } }) => ({
      verdict:
        largeLive > 16 * HIGH_WATER_MARK ? 'false' : largeInUse > 64 * HIGH_WATER_MARK ? 'partly' : 'true',
      condition:
        'true of what is buffered; chunks that have been processed pile up until V8 collects them, so that memory grows up to the next collection',
      reading: `8 MiB: ${sizeInWords(smallLive)} live, up to ${sizeInWords(smallInUse)} in use; 64 MiB: ${sizeInWords(largeLive)} live, up to ${sizeInWords(largeInUse)} in use`,
    }),
  },
  async run({ record, tempDir }) {
    const small = await memoryOfStream(await sparseFile(tempDir, 8 * MiB), 8 * MiB);
    const large = await memoryOfStream(await sparseFile(tempDir, 64 * MiB), 64 * MiB);
    record('smallLive', small.live);
    record('smallInUse', small.inUse);
    record('largeLive', large.live);
    record('largeInUse', large.inUse);
  },
});

/** The most bytes of ArrayBuffers during a stream, and those that a collection leaves when half of it has been read. */
async function memoryOfStream(path: string, volume: number): Promise<{ live: number; inUse: number }> {
  await collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  const grown = () => process.memoryUsage().arrayBuffers - before;
  let readBytes = 0;
  let live = 0;
  let inUse = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: HIGH_WATER_MARK })) {
    readBytes += chunk.length;
    inUse = Math.max(inUse, grown());
    if (readBytes !== volume / 2) continue;
    await collectGarbage();
    live = grown();
  }
  if (readBytes !== volume) throw new Error(`${readBytes} bytes were read`);
  return { live, inUse };
}
