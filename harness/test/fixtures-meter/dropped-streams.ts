import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { choice, defineScenario, KiB, MiB, volume } from 'tidemark';

/** Streams that are dropped unread, and collected. */
export default defineScenario({
  parameters: { watched: choice(['yes', 'no']), volume: volume(16 * MiB) },
  async run({ parameters, watch, record }) {
    let most = 0;
    for (let left = parameters.volume; left > 0; left -= 64 * KiB) {
      const stream = new PassThrough({ highWaterMark: 64 * KiB + 1 });
      if (parameters.watched === 'yes') watch('dropped', stream);
      stream.write(new Uint8Array(64 * KiB).fill(1));
      await turn();
      if (left % MiB !== 0) continue;
      globalThis.gc?.();
      await turn();
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    record('seenArrayBuffersBytes', most);
  },
});
