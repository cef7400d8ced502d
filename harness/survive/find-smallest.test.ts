import { expect, test } from 'vitest';
import { makeRandom } from '../plan/random.ts';
import { type Attempt, findSmallest, type Search, type Smallest } from './find-smallest.ts';

const DEFAULTS = { guess: 120, ceiling: 4096, repeats: 10, precision: 0.02 };

/** A program that succeeds with this chance. */
function simulate(
  chanceAt: (limit: number) => number,
  settings: Partial<Search<Attempt>> = {},
  seed = 1,
): Promise<Smallest<Attempt>> {
  const random = makeRandom(seed);
  return findSmallest({
    ...DEFAULTS,
    attempt: async (limit) => ({ limit, isSuccess: random() < chanceAt(limit) }),
    ...settings,
  });
}

const needs = (need: number) => (limit: number) => Number(limit >= need);
/** 1/2 at the need, 88 % one width above it. */
const mostlyNeeds = (need: number, width: number) => (limit: number) =>
  1 / (1 + Math.exp((-2 * (limit - need)) / width));

test.each([1, 2, 5, 37, 100, 119, 120, 121, 128, 400, 1500, 4096])(
  'a need of %d is found, wherever the search begins',
  async (need) => {
    for (const guess of [1, 120, 5000]) {
      const found = await simulate(needs(need), { guess });
      expect(found).toMatchObject({ state: 'found' });
      if (found.state !== 'found') return;
      expect(found.limit).toBeGreaterThanOrEqual(need);
      expect(found.limit).toBeLessThan(need + Math.max(1, 0.02 * found.limit));
    }
  },
);

test('the answer succeeded as often as requested, and what is below it failed', async () => {
  const found = await simulate(needs(83), { repeats: 7 });
  expect(found.state === 'found' && found.limit).toBe(83);
  expect(found.attempts.filter(({ limit }) => limit === 83)).toHaveLength(7);
  expect(found.attempts.filter(({ limit }) => limit === 82)).toEqual(
    Array(3).fill({ limit: 82, isSuccess: false }),
  );
});

test('about twenty attempts are enough, for 100 as for 4,000', async () => {
  for (const need of [10, 100, 1000, 4000])
    expect((await simulate(needs(need), { guess: need * 1.3 })).attempts.length).toBeLessThanOrEqual(24);
});

test('a program that fails now and then near its need gets a limit at which it hardly ever fails', async () => {
  const [need, width] = [200, 4];
  const found = await Promise.all(
    Array.from({ length: 500 }, (_, seed) => simulate(mostlyNeeds(need, width), { guess: 250 }, seed)),
  );
  const limits = found.flatMap((one) => (one.state === 'found' ? [one.limit] : []));
  expect(limits).toHaveLength(500);
  // 98 % succeed at 8 above the need, 88 % at 4: ten in a row are a chance of 82 % and of 28 %.
  expect(limits.filter((limit) => limit < need + 2).length).toBeLessThanOrEqual(10);
  expect(limits.filter((limit) => limit > need + 5 * width)).toEqual([]);
  expect(Math.max(...found.map(({ attempts }) => attempts.length))).toBeLessThan(100);
});

test('swings of luck below the need do not lower the answer', async () => {
  const lucky = (limit: number) => (limit >= 100 ? 1 : 0.2);
  const found = await Promise.all(Array.from({ length: 200 }, (_, seed) => simulate(lucky, {}, seed)));
  expect(found.filter((one) => one.state !== 'found' || one.limit < 100)).toEqual([]);
});

test('a program that fails even with the ceiling has no answer', async () => {
  expect(await simulate(needs(5000))).toMatchObject({ state: 'beyond-ceiling' });
  expect(await simulate(() => 0, { guess: 9000 })).toMatchObject({
    state: 'beyond-ceiling',
    attempts: [{ limit: 4096, isSuccess: false }],
  });
});

test('a program that fails at random with any limit ends without an answer', async () => {
  const { state } = await simulate(() => 0.4);
  expect(['unsettled', 'beyond-ceiling']).toContain(state);
});

test('an interruption keeps the attempts that were made', async () => {
  let left = 4;
  const found = await findSmallest({
    ...DEFAULTS,
    attempt: async (limit) => (left-- > 0 ? { limit, isSuccess: limit >= 80 } : undefined),
  });
  expect(found.state).toBe('interrupted');
  expect(found.attempts).toHaveLength(4);
});

test('how many attempts are left is known from the start, and falls to 1', async () => {
  const expected: number[] = [];
  const { attempts } = await simulate(needs(83), { onExpected: (count) => expected.push(count) });
  expect(expected).toHaveLength(attempts.length);
  expect(expected.at(-1)).toBe(1);
  expect(expected[0]).toBeGreaterThan(attempts.length / 1.5);
  expect(expected[0]).toBeLessThan(attempts.length * 1.5);
});
