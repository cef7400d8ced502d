import { expect, test } from 'vitest';
import { MiB } from '../../../test/builders.ts';
import { type LiveSample, RetainedSite } from './retained-site.ts';

const AT = { atMs: 10, turn: 1, collections: 0, intervalBytes: 1, isPool: false };

/** Four allocations, of which so many are alive once garbage has been collected. */
function siteOf(aliveAtEnd: number, bytes = 1000): RetainedSite {
  const samples = Array.from({ length: 4 }, (_, index) => ({
    ...{ bytes, probability: 1, weightBytes: bytes, at: AT },
    isAlive: index < aliveAtEnd,
  })) as unknown as LiveSample['sample'][];
  const site = new RetainedSite('on', []);
  for (const sample of samples) site.note(sample);
  site.lookBeforeEnd(
    samples.map((sample) => ({ sample, bytes, factor: 1 })),
    { ms: 20, turn: 2 },
  );
  return site;
}

test('what the program had until its end, and then has no more, was released', () => {
  expect(siteOf(0).releasedAtEnd(undefined, 30)).toMatchObject({
    bytes: 4000,
    released: { endMs: 30, lastMs: 10 },
  });
  expect(siteOf(2).releasedAtEnd(undefined, 30)).toBeDefined();
});

test('what a slice keeps, which another line has cut, was not', () => {
  expect(siteOf(3).releasedAtEnd(undefined, 30)).toBeUndefined();
});

test('what is left of it at the end is judged by itself, where it is worth a word', () => {
  // 40 MiB each, of which less than half is left.
  const site = siteOf(1, 40 * MiB);
  const left = (mib: number) => ({ ...site.snapshot([], { ms: 30, turn: 3 }), bytes: mib * MiB });
  expect(site.releasedAtEnd(left(15), 30)).toBeDefined();
  expect(site.releasedAtEnd(left(17), 30)).toBeUndefined();
});
