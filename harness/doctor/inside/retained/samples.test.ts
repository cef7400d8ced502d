import { expect, test } from 'vitest';
import { MiB } from '../../../test/builders.ts';
import { Samples } from './samples.ts';

/** Each stands for its own size, as it is much larger than the interval. */
function samplesOf(count: number): { readonly samples: Samples; readonly memory: readonly ArrayBuffer[] } {
  const samples = new Samples();
  const memory = Array.from({ length: count }, () => new ArrayBuffer(16 * MiB));
  for (const one of memory) samples.add(one, { atMs: 0, turn: 0, collections: 2, isPool: false });
  return { samples, memory };
}

test('all are kept if memory has grown by about as much, and nothing was collected meanwhile', () => {
  const { samples, memory } = samplesOf(3);
  const kept = (mib: number, collections = 2): number | undefined =>
    samples.keptWithin(mib * MiB, collections)?.length;
  // 40 MiB, and 1.4 of 48.
  expect([39, 40, 67, 68].map((mib) => kept(mib))).toEqual([undefined, 3, 3, undefined]);
  expect(kept(48, 3)).toBeUndefined();
  expect(memory).toHaveLength(3);
});

test('less than three quarters of what was allocated says that some was collected', () => {
  const { samples, memory } = samplesOf(4);
  expect([47, 49].map((mib) => samples.keptWithin(mib * MiB, 2)?.length)).toEqual([undefined, 4]);
  expect(memory).toHaveLength(4);
});
