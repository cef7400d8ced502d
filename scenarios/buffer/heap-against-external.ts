import { getHeapStatistics } from 'node:v8';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'heap-against-external',
  title: 'Holds many Buffers beside a heap that stays small',
  about: {
    what: 'Makes Buffers and keeps them all, then reads heapUsed and arrayBuffers.',
    why: 'Buffers are outside of the V8 heap: --max-old-space-size does not limit them, and a chart of heapUsed does not show them.',
    expect:
      'arrayBuffers holds every byte and heapUsed almost none, also with --node-flag=--max-old-space-size=64.',
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
      'arrayBuffers holds the whole volume': (recorded.arrayBuffersBytes ?? 0) >= volume,
      // An object for each Buffer, and what running code leaves.
      'heapUsed rises by less than 8 MiB': (recorded.heapUsedBytes ?? 8 * MiB) < 8 * MiB,
    }),
  },
  run({ parameters: { chunkSize, volume }, record }) {
    const before = process.memoryUsage();
    const kept = [...byteSource({ allocation: 'alloc', chunkSize, volume })];
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    record('arrayBuffersBytes', arrayBuffers - before.arrayBuffers);
    record('heapUsedBytes', Math.max(0, heapUsed - before.heapUsed));
    record('heapSizeLimitBytes', getHeapStatistics().heap_size_limit);
    return kept;
  },
});
