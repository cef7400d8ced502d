import { createReadStream } from 'node:fs';
import { createGunzip, gzipSync } from 'node:zlib';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

const HIGH_WATER_MARK = 5000;
const VOLUME = 256 * KiB;

export default defineScenario({
  name: 'hwm-not-exact-chunk-size',
  claim: {
    statement: 'highWaterMark is not the exact size of the chunks.',
    source: ['000'],
    rule: ({ recorded: { fileChunks = 0, fileExact = 0, zlibChunks = 0, zlibExact = 0 } }) => {
      const areExact = [fileExact === fileChunks, zlibExact === zlibChunks];
      return {
        verdict: areExact.every(Boolean) ? 'false' : areExact.some(Boolean) ? 'partly' : 'true',
        condition:
          'true of streams that size their chunks otherwise, such as zlib; every full read of a file has exactly highWaterMark bytes',
        reading: `at ${HIGH_WATER_MARK} bytes, ${fileExact} of ${fileChunks} full chunks of a file and ${zlibExact} of ${zlibChunks} of gunzip have this size`,
      };
    },
  },
  setup: ({ tempDir }) => sparseFile(tempDir, VOLUME),
  async run({ prepared: path, record }) {
    const file = await chunkSizes(createReadStream(path, { highWaterMark: HIGH_WATER_MARK }));
    record('fileChunks', file.length);
    record('fileExact', file.filter((size) => size === HIGH_WATER_MARK).length);

    const gunzip = createGunzip({ readableHighWaterMark: HIGH_WATER_MARK } as object);
    gunzip.end(gzipSync(Buffer.alloc(VOLUME)));
    const zlib = await chunkSizes(gunzip);
    record('zlibChunks', zlib.length);
    record('zlibExact', zlib.filter((size) => size === HIGH_WATER_MARK).length);
  },
});

/** The sizes of all chunks but the last, which has what is left. */
async function chunkSizes(stream: AsyncIterable<Buffer>): Promise<number[]> {
  const sizes: number[] = [];
  for await (const { length } of stream) sizes.push(length);
  if (sizes.length < 2) throw new Error('everything came in one chunk');
  return sizes.slice(0, -1);
}
