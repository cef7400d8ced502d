import { bytes, choice, count, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { allocator, strategies } from '../support/buffer/allocator.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';
import { recordTime } from '../support/record-time.ts';

export default defineScenario({
  name: 'buffer-allocation',
  title: 'alloc or allocUnsafe?',
  about: {
    what: 'Allocates Buffers of one size in one way: stores some to see how much memory they pin, and times one allocation, with and without filling it.',
    why: 'allocUnsafe() saves the zero-filling of alloc(), and returns memory that may contain what others left there, secrets too: use it only where every byte is overwritten before anyone reads it. Whether it saves time depends on the size.',
    expect:
      'Small Buffers from the pool are faster. Large ones depend on the allocator: alloc() gets fresh pages, which are zero for nothing, or has to clear memory that is reused. Compare the column with the filling, when the pages become resident.',
  },
  tags: ['buffer', 'allocation'],
  parameters: {
    strategy: strategies,
    work: choice(['allocate', 'allocate-and-fill']),
    size: bytes([32, 256, 1 * KiB, 4 * KiB, 16 * KiB, 64 * KiB, 1 * MiB]),
    maxStored: count([32 * KiB]),
  },
  comparisonTable: {
    metric: 'recorded.nanoseconds',
    rows: 'strategy',
    reference: 'alloc',
    columns: 'work',
    blocks: 'size',
    cellMetrics: ['recorded.residentBytes'],
    rowMetrics: ['recorded.pinnedBytes'],
    remarks: [
      {
        metric: 'recorded.slabBytes',
        above: 'size',
        text: 'each pins a slab of {}, which it shares with others',
      },
      { metric: 'recorded.withOldMemory', text: 'shows old memory: not all bytes were 0' },
    ],
  },
  expect: {
    checks: ({ parameters: { strategy, size, maxStored }, recorded }) => ({
      // Slabs are 8 KiB, and 64 KiB from Node 24.18 and 26.3 on; the first and the last are shared with others.
      'a Buffer pins its own size, give or take two slabs of the pool':
        strategy === 'reuse' ||
        Math.abs((recorded.pinnedBytes ?? 0) - size) * countStored({ size, maxStored }) <=
          2 * Buffer.poolSize + 128,
      'reuse always returns the same Buffer': strategy !== 'reuse' || recorded.arrayBuffers === 1,
      'the operation was timed': (recorded.nanoseconds ?? 0) > 0,
    }),
  },
  setup: ({ loadTimer }) => loadTimer(),
  async run({ parameters: { strategy, work, size, maxStored }, prepared: time, record }) {
    const allocate = allocator(strategy, size);
    const operation = work === 'allocate' ? allocate : () => allocate().fill(1);
    const storedCount = countStored({ size, maxStored });
    const residentBefore = process.memoryUsage.rss();
    const stored = Array.from({ length: storedCount }, operation);
    record('residentBytes', Math.max(0, process.memoryUsage.rss() - residentBefore) / storedCount);
    record('arrayBuffers', new Set(stored.map(({ buffer }) => buffer)).size);
    record('pinnedBytes', pinnedBytes(stored) / storedCount);
    record('slabBytes', largest(stored.map(({ buffer }) => buffer.byteLength)));
    recordTime(record, await time(operation));
    // Those of the others have been written to.
    if (work === 'allocate' && strategy.startsWith('alloc')) {
      const zeros = Buffer.alloc(size);
      record('withOldMemory', stored.filter((buffer) => !buffer.equals(zeros)).length);
    }
    return stored;
  },
});

const largest = (numbers: readonly number[]): number =>
  numbers.reduce((most, each) => Math.max(most, each), 0);

const countStored = ({ size, maxStored }: { readonly size: number; readonly maxStored: number }): number =>
  Math.max(1, Math.min(maxStored, Math.floor((16 * MiB) / size)));
