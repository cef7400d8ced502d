import { defineScenario, KiB, MiB, volume } from 'tidemark';

const CHUNK_BYTES = 64 * KiB;

export default defineScenario({
  name: 'retains-slices',
  parameters: { volume: volume(1 * MiB) },
  expect: { growth: 'linear', metric: 'retainedArrayBuffersBytes' },
  run({ parameters: { volume } }) {
    const ids: Buffer[] = [];
    for (let left = volume; left > 0; left -= CHUNK_BYTES)
      ids.push(Buffer.alloc(CHUNK_BYTES, 1).subarray(0, 32));
    return ids;
  },
});
