import { expect, test } from 'vitest';
import { KiB, MiB } from '../../../test/builders.ts';
import { RetainedSite } from './retained-site.ts';
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

test('a leak of which all is alive stays one in which nothing has died, whichever samples are let go', () => {
  const samples = new Samples();
  const site = new RetainedSite('Buffer.alloc', []);
  const memory = Array.from({ length: 2000 }, () => new ArrayBuffer(40 * KiB));
  for (const [index, one] of memory.entries()) {
    const sample = samples.add(one, { atMs: index, turn: index, collections: 0, isPool: false });
    if (sample.addSite(site)) site.note(sample);
  }
  const live = samples.outliving(1).map((sample) => ({ sample, bytes: 40 * KiB, factor: 1 }));
  // Half of 256, again and again.
  expect(live.length).toBeLessThan(2000);
  const { periods } = site.snapshot(live, { ms: 2000, turn: 2000 });
  for (const { bytes, liveBytes } of periods) expect(bytes).toBeCloseTo(liveBytes);
  expect(memory).toHaveLength(2000);
});
