import { expect, test } from 'vitest';
import { flagsOfContainer, heapOfContainer, sizesTheHeap } from './container-heap.ts';

/** What v8.getHeapStatistics().heap_size_limit said in a cgroup: the old generation, and three semi-spaces. */
const MEASURED: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  '20.20.2': [
    ...([
      [48, 259],
      [512, 259],
      [514, 269],
      [600, 312],
      [1024, 524],
      [1100, 574],
    ] as const),
    ...([
      [2048, 1048],
      [3000, 1548],
      [4096, 2096],
      [15_000, 2096],
      [16_384, 4144],
    ] as const),
  ],
  '24.21.0': [
    ...([
      [48, 259],
      [512, 259],
      [514, 305],
      [600, 348],
      [1024, 560],
      [1100, 646],
    ] as const),
    ...([
      [2048, 1120],
      [3000, 1692],
      [4096, 2240],
      [15_000, 2240],
      [16_384, 4288],
    ] as const),
  ],
  '26.12.1': [
    ...([
      [48, 262],
      [250, 262],
      [300, 268],
      [512, 268],
      [514, 281],
      [1024, 536],
    ] as const),
    ...([
      [1100, 598],
      [2048, 1072],
      [3000, 1596],
      [4096, 2144],
      [16_384, 4192],
    ] as const),
  ],
};

test.each(Object.entries(MEASURED))(
  'the heap of Node %s in a container is what was measured',
  (node, sizes) => {
    for (const [container, heap] of sizes) {
      const { oldMiB, semiSpaceMiB } = heapOfContainer(container, node);
      expect([container, oldMiB + 3 * semiSpaceMiB]).toEqual([container, heap]);
    }
  },
);

test('the same is said to Node by two flags', () => {
  expect(flagsOfContainer(1024, '22.23.3')).toEqual(['--max-old-space-size=512', '--max-semi-space-size=4']);
});

test('flags by which the user sizes the heap are seen, however they are spelled', () => {
  for (const flag of ['--max-old-space-size=64', '--max_old_space_size=64', '--max-heap-size=64'])
    expect(sizesTheHeap(['--no-opt', flag])).toBe(true);
  expect(sizesTheHeap([])).toBe(false);
  expect(sizesTheHeap(['--expose-gc', '--stack-size=2000'])).toBe(false);
});
