import { Readable } from 'node:stream';
import { defineScenario, KiB, MiB, volume } from 'tidemark';

/** One short stream is read after the other: one is open at a time. */
export default defineScenario({
  parameters: { volume: volume(1 * MiB) },
  async run({ parameters, watch }) {
    for (let left = parameters.volume; left > 0; left -= 16 * KiB) {
      const request = new Readable({
        highWaterMark: 64 * KiB,
        read() {
          this.push(Buffer.alloc(16 * KiB));
          this.push(null);
        },
      });
      for await (const _chunk of watch('request', request));
    }
  },
});
