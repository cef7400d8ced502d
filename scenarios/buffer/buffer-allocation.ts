import { bytes, choice, count, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { allocator, strategies } from '../support/buffer/allocator.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';
import { recordTime } from '../support/record-time.ts';

export default defineScenario({
  name: 'buffer-allocation',
  title: 'alloc or allocUnsafe?',
  about: {
    what: 'Makes Buffers of one size in one way: keeps some, to see what they hold, and times how long one takes, with and without filling it.',
    why: 'allocUnsafe() saves the zeros that alloc() writes. Whether that is worth anything depends on the size, and on whether you fill the Buffer anyway.',
    expect:
      'Small ones from the pool are faster. Large ones are faster only until you write to them: the pages that nobody has touched are handed out then.',
  },
  tags: ['buffer', 'allocation'],
  parameters: {
    strategy: strategies,
    work: choice(['allocate', 'allocate-and-fill']),
    size: bytes([32, 256, 1 * KiB, 4 * KiB, 16 * KiB, 64 * KiB, 1 * MiB]),
    maxKept: count([32 * KiB]),
  },
  comparisonTable: {
    metric: 'recorded.nanoseconds',
    rows: 'strategy',
    reference: 'alloc',
    columns: 'work',
    blocks: 'size',
    cellMetrics: ['recorded.residentBytes'],
    rowMetrics: ['recorded.heldBytes'],
  },
  expect: {
    checks: ({ parameters: { strategy, size, maxKept }, recorded }) => ({
      // Slabs are 8 KiB, and 64 KiB from Node 24.18 and 26.3 on; the first and the last are shared with others.
      'a Buffer holds its size, but for two slabs of the pool':
        strategy === 'reuse' ||
        Math.abs((recorded.heldBytes ?? 0) - size) * keptOf({ size, maxKept }) <= 2 * Buffer.poolSize + 128,
      'one that is reused is one': strategy !== 'reuse' || recorded.arrayBuffers === 1,
      'the operation was timed': (recorded.nanoseconds ?? 0) > 0,
    }),
  },
  setup: ({ loadTimer }) => loadTimer(),
  async run({ parameters: { strategy, work, size, maxKept }, prepared: time, record }) {
    const allocate = allocator(strategy, size);
    const operation = work === 'allocate' ? allocate : () => allocate().fill(1);
    const keptCount = keptOf({ size, maxKept });
    const residentBefore = process.memoryUsage.rss();
    const kept = Array.from({ length: keptCount }, operation);
    record('residentBytes', Math.max(0, process.memoryUsage.rss() - residentBefore) / keptCount);
    record('arrayBuffers', new Set(kept.map(({ buffer }) => buffer)).size);
    record('heldBytes', pinnedBytes(kept) / keptCount);
    recordTime(record, await time(operation));
    return kept;
  },
});

const keptOf = ({ size, maxKept }: { readonly size: number; readonly maxKept: number }): number =>
  Math.max(1, Math.min(maxKept, Math.floor((16 * MiB) / size)));
