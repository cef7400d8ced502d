import { expect, test } from 'vitest';
import { makeRandom, shuffle } from './random.ts';

/**
 * By an implementation of the published algorithm that masks to 32 bits by hand, in Python:
 *   a = (a + 0x6D2B79F5) & M; t = ((a ^ (a >> 15)) * (a | 1)) & M; t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & M)) & M
 *   and then (t ^ (t >> 14)) & M, with M = 0xFFFFFFFF
 */
test.each([
  [1, [2693262067, 11749833, 2265367787, 4213581821, 4159151403]],
  [2 ** 32 - 1, [3850105811, 813802916, 3073704848]],
])('seed %d gives the numbers of mulberry32', (seed, numbers) => {
  const random = makeRandom(seed);
  expect(numbers.map(() => random() * 2 ** 32)).toEqual(numbers);
});

test('two sources of one seed give the same numbers, and neither moves the other', () => {
  const [one, other] = [makeRandom(7), makeRandom(7)];
  const numbers = [one(), one(), one()];
  expect([other(), other(), other()]).toEqual(numbers);
});

test('numbers are from 0 to below 1', () => {
  const random = makeRandom(3);
  for (let draw = 0; draw < 10_000; draw += 1) {
    const number = random();
    expect(number >= 0 && number < 1).toBe(true);
  }
});

test('what is shuffled has the same items, and the original keeps its order', () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const shuffled = shuffle(items, makeRandom(1));
  expect(shuffled).not.toEqual(items);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  expect(items[0]).toBe(0);
});

test('items that are undefined are shuffled too', () => {
  // A source that always gives 0 exchanges the last with the first at each step: 1 2 3 becomes 3 2 1, then 2 3 1.
  expect(shuffle([undefined, 'b', 'c'], () => 0)).toEqual(['b', 'c', undefined]);
});

test('nothing and a single item stay as they are', () => {
  expect(shuffle([], makeRandom(1))).toEqual([]);
  expect(shuffle(['a'], makeRandom(1))).toEqual(['a']);
});

test('each of the six orders of three items is about as frequent', () => {
  const random = makeRandom(20);
  const draws = 6000;
  const frequency = new Map<string, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    const order = shuffle(['a', 'b', 'c'], random).join('');
    frequency.set(order, (frequency.get(order) ?? 0) + 1);
  }
  expect(frequency.size).toBe(6);
  // The chi-squared statistic of 5 degrees of freedom is above 20.5 in one of 1000 fair sources.
  const expected = draws / 6;
  const chiSquared = [...frequency.values()].reduce(
    (sum, seen) => sum + (seen - expected) ** 2 / expected,
    0,
  );
  expect(chiSquared).toBeLessThan(20.5);
});
