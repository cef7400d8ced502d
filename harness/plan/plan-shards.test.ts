import { expect, test } from 'vitest';
import { assignShards, hashPlan } from './plan-shards.ts';
import { makeRandom, shuffle } from './random.ts';

type Unit = Parameters<typeof assignShards>[0][number];

const hashOf = (units: readonly Unit[], total: number): string => {
  const shards = assignShards(units, total);
  return hashPlan(
    units.map(({ key }, position) => [key, shards[position] ?? 0] as const),
    total,
  );
};

const unit = (key: string, durationMs?: number) => ({ key, ...(durationMs !== undefined && { durationMs }) });

test('the longest goes first, to the shard that has least to do', () => {
  // 7 to 1; 6 to 2; 5 to 2 (11); 4 to 1 (11); 3 to 1 (14), the first of two equal ones.
  expect(assignShards([unit('a', 3), unit('b', 4), unit('c', 5), unit('d', 6), unit('e', 7)], 2)).toEqual([
    1, 1, 2, 2, 1,
  ]);
});

test('units of unknown duration are equal, and go round by key', () => {
  expect(assignShards([unit('c'), unit('a'), unit('d'), unit('b')], 3)).toEqual([3, 1, 1, 2]);
});

test('a unit of unknown duration counts as the mean of the known ones', () => {
  // 9 to 1, the unknown one (mean of 9 and 1: 5) to 2, 1 to 2.
  expect(assignShards([unit('a', 1), unit('b', 9), unit('c')], 2)).toEqual([2, 1, 2]);
});

test('with more shards than units, some are empty', () => {
  expect(assignShards([unit('a'), unit('b')], 5)).toEqual([1, 2]);
  expect(assignShards([], 5)).toEqual([]);
});

test('the order in which a machine lists the units changes neither the assignment nor the hash', () => {
  const units = Array.from({ length: 40 }, (_, index) => unit(`case ${index}`, (index * 7) % 11));
  const shardOf = (list: typeof units, total: number): Map<string, number | undefined> => {
    const shards = assignShards(list, total);
    return new Map(list.map(({ key }, position) => [key, shards[position]]));
  };
  for (let seed = 0; seed < 50; seed++) {
    const total = (seed % 7) + 1;
    const shuffled = shuffle(units, makeRandom(seed));
    const expected = shardOf(units, total);
    expect([...shardOf(shuffled, total)].every(([key, shard]) => expected.get(key) === shard)).toBe(true);
    expect(hashOf(shuffled, total)).toBe(hashOf(units, total));
  }
});

test('another number of shards, another unit and another division have other hashes', () => {
  const units = [unit('a', 3), unit('b', 2), unit('c', 1)];
  const hashes = [
    hashOf(units, 2),
    hashOf(units, 3),
    hashOf([...units, unit('d')], 2),
    hashOf([unit('a', 1), unit('b', 2), unit('c', 3)], 2),
  ];
  expect(new Set(hashes).size).toBe(4);
});
