import { PassThrough } from 'node:stream';
import { defineScenario, MiB, volume } from 'tidemark';

/** One Buffer waits in both sides of a PassThrough. */
export default defineScenario({
  parameters: { volume: volume(4 * MiB) },
  async run({ parameters, watch }) {
    const pass = watch('pass', new PassThrough());
    pass.end(Buffer.alloc(parameters.volume, 1));
    await new Promise(setImmediate);
    for await (const _chunk of pass);
  },
});
