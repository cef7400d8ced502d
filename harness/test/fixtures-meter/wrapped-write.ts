import { Writable } from 'node:stream';
import { defineScenario, KiB, MiB, volume } from 'tidemark';

/** What is written to a response goes into another stream, as with compression. */
export default defineScenario({
  parameters: { volume: volume(1 * MiB) },
  async run({ parameters, watch }) {
    const inner = new Writable({ highWaterMark: 64 * KiB, write: () => {} });
    const response = new Writable({ write: (_chunk, _encoding, callback) => callback() });
    response.write = (chunk: unknown) => inner.write(chunk);
    watch('response', response);
    for (let left = parameters.volume; left > 0; left -= 64 * KiB) response.write(Buffer.alloc(64 * KiB));
    await new Promise(setImmediate);
    return inner;
  },
});
