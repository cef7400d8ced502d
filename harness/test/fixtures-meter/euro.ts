import { Writable } from 'node:stream';
import { defineScenario, KiB, MiB, volume } from 'tidemark';

/** Three-byte characters into a sink that keeps strings and never finishes a write. */
export default defineScenario({
  parameters: { volume: volume(3 * MiB) },
  run({ parameters, watch }) {
    const sink = watch('sink', new Writable({ decodeStrings: false, write: () => {} }));
    for (let left = parameters.volume; left > 0; left -= 12 * KiB) sink.write('€'.repeat(4 * KiB));
  },
});
