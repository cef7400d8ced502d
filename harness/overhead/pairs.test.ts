import { describe, expect, test } from 'vitest';
import { makeRandom } from '../plan/random.ts';
import { differences, measurePairs, type Pair } from './pairs.ts';

/** Records the order of the calls, and returns their number so far. */
function record(order: string[], name: string): () => Promise<number> {
  let calls = 0;
  return async () => {
    order.push(name);
    calls += 1;
    return calls;
  };
}

async function measureOrder(random: () => number, count: number): Promise<{ pairs: Pair[]; order: string }> {
  const order: string[] = [];
  const measures = { without: record(order, '-'), with: record(order, '+') };
  return { pairs: await measurePairs({ count, random, ...measures }), order: order.join('') };
}

describe('measurePairs', () => {
  test('measures both of each pair before the next one', async () => {
    const draws = [0.1, 0.9, 0.4];
    const { pairs, order } = await measureOrder(() => draws.shift() ?? Number.NaN, 3);
    expect(order).toBe('-+' + '+-' + '-+');
    expect(pairs).toEqual([
      { without: 1, with: 1 },
      { without: 2, with: 2 },
      { without: 3, with: 3 },
    ]);
  });

  test('the same seed gives the same order', async () => {
    const first = await measureOrder(makeRandom(7), 40);
    const second = await measureOrder(makeRandom(7), 40);
    expect(first.order).toBe(second.order);
  });

  test('both orders occur', async () => {
    const { order } = await measureOrder(makeRandom(7), 40);
    const pairs = order.match(/../g);
    expect(new Set(pairs)).toEqual(new Set(['-+', '+-']));
  });

  test('never measures two at a time', async () => {
    let [running, most] = [0, 0];
    const measure = async (): Promise<number> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 0;
    };
    await measurePairs({ count: 5, random: makeRandom(7), without: measure, with: measure });
    expect(most).toBe(1);
  });
});

test('a difference is the measure with the addition minus the one without', () => {
  expect(
    differences([
      { without: 20, with: 75 },
      { without: 30, with: 28 },
    ]),
  ).toEqual([55, -2]);
});
