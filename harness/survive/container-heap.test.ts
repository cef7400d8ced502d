import { expect, test } from 'vitest';
import { heapOfContainerMiB, sizesTheHeap } from './container-heap.ts';

/** What v8.getHeapStatistics().heap_size_limit says with that much memory: half of it, and three semi-spaces. */
test.each([
  [128, 64 + 3],
  [512, 256 + 3],
  [1024, 512 + 3 * 4],
  [2048, 1024 + 3 * 8],
  [4096, 2048 + 3 * 16],
  [8192, 2048 + 3 * 16],
  [24 * 1024, 4096 + 3 * 16],
])('in a container of %d MiB the heap of Node may become %d MiB', (container, heap) => {
  expect(heapOfContainerMiB(container)).toBe(heap);
});

test('flags by which the user sizes the heap are seen, however they are spelled', () => {
  for (const flag of ['--max-old-space-size=64', '--max_old_space_size=64', '--max-heap-size=64'])
    expect(sizesTheHeap(['--no-opt', flag])).toBe(true);
  expect(sizesTheHeap([])).toBe(false);
  expect(sizesTheHeap(['--expose-gc', '--stack-size=2000'])).toBe(false);
});
