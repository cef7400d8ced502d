import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { defineScenario, KiB } from '../../../harness/scenario.ts';

const HIGH_WATER_MARK = 1 * KiB;
const CHUNK_BYTES = 512;
const CHUNKS = 100;

export default defineScenario({
  name: 'example-memory-controlled',
  claim: {
    statement:
      "A loop that writes until false and goes on at 'drain' buffers no more than highWaterMark and one chunk.",
    source: ['003'],
    rule: ({ recorded: { peakBytes = 0, drains = 0 } }) => ({
      verdict: peakBytes < HIGH_WATER_MARK + CHUNK_BYTES ? 'true' : 'false',
      reading: `of ${CHUNKS * CHUNK_BYTES} bytes at most ${peakBytes} were buffered, with ${drains} 'drain' events`,
    }),
  },
  async run({ record, tempDir }) {
    const file = createWriteStream(join(tempDir, 'big.txt'), { highWaterMark: HIGH_WATER_MARK });
    let written = 0;
    let peakBytes = 0;
    let drains = 0;
    await new Promise<void>((resolve, reject) => {
      file.once('error', reject);
      writeChunks();

      function writeChunks() {
        let ok = true;
        while (written < CHUNKS && ok) {
          ok = file.write(Buffer.alloc(CHUNK_BYTES, 'a'));
          peakBytes = Math.max(peakBytes, file.writableLength);
          written += 1;
        }
        if (written === CHUNKS) return file.end(() => resolve());
        return file.once('drain', () => {
          drains += 1;
          writeChunks();
        });
      }
    });
    if (file.bytesWritten !== CHUNKS * CHUNK_BYTES)
      throw new Error(`${file.bytesWritten} bytes were written`);
    record('peakBytes', peakBytes);
    record('drains', drains);
  },
});
