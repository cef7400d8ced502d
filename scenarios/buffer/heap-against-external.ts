import { getHeapStatistics } from 'node:v8';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'heap-against-external',
  title: 'Stores many Buffers while the V8 heap stays small',
  about: {
    what: 'Allocates Buffers and stores them all, then reads heapUsed, arrayBuffers and external.',
    why: 'Buffers are outside the V8 heap: --max-old-space-size does not limit them, and a chart of heapUsed does not show them. The limit of a container counts RSS, which has both. Their size still makes the garbage collector run more often.',
    expect:
      'arrayBuffers counts every byte and heapUsed almost none, even with --node-flag=--max-old-space-size=64. external includes arrayBuffers: adding them counts each Buffer twice.',
  },
  tags: ['buffer', 'heap'],
  parameters: {
    chunkSize: bytes([64 * KiB]),
    volume: volume(256 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'recorded.arrayBuffersBytes',
    checks: ({ parameters: { volume }, recorded }) => ({
      'the whole volume is stored': recorded.storedBytes === volume,
      // Buffers from before the run may be collected meanwhile.
      'arrayBuffers counts all of it': (recorded.arrayBuffersBytes ?? 0) >= volume - 64 * KiB,
      'external counts it, too, and little else':
        Math.abs((recorded.externalBytes ?? 0) - (recorded.arrayBuffersBytes ?? 0)) < 1 * MiB,
      // One object per Buffer, and the garbage of running code.
      'heapUsed rises by less than 8 MiB': (recorded.heapUsedBytes ?? 8 * MiB) < 8 * MiB,
    }),
  },
  run({ parameters: { chunkSize, volume }, record }) {
    const before = process.memoryUsage();
    const stored = [...byteSource({ allocation: 'alloc', chunkSize, volume })];
    const { arrayBuffers, external, heapUsed } = process.memoryUsage();
    record('storedBytes', stored.length * chunkSize);
    record('arrayBuffersBytes', arrayBuffers - before.arrayBuffers);
    record('externalBytes', external - before.external);
    record('heapUsedBytes', Math.max(0, heapUsed - before.heapUsed));
    record('heapSizeLimitBytes', getHeapStatistics().heap_size_limit);
    return stored;
  },
});
