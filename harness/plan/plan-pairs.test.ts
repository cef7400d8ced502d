import { expect, test } from 'vitest';
import { bytes, KiB } from '../scenario.ts';
import { makeScenario } from '../test/builders.ts';
import { type PairedSubject, type PairRequest, type PlannedPair, planPairs } from './plan-pairs.ts';
import { STABLE_INTERVAL_MS, type Subject } from './plan-runs.ts';
import { makeRandom } from './random.ts';

function makePaired(highWaterMark: number): PairedSubject {
  const makeSide = (name: 'a' | 'b'): Subject => ({
    case: {
      scenario: makeScenario({ parameters: { highWaterMark: bytes([1]) } }),
      parameters: { highWaterMark },
    },
    execPath: `/opt/${name}/bin/node`,
    node: '20.19.0',
    side: { name, nodeFlags: [], isCheckedOut: false },
  });
  return { a: makeSide('a'), b: makeSide('b') };
}

const [SMALL, LARGE] = [makePaired(16 * KiB), makePaired(64 * KiB)];
const REQUESTS: readonly PairRequest[] = [
  { subject: SMALL, kind: 'measure', batch: 1, count: 30, planned: 0 },
  { subject: SMALL, kind: 'stable', batch: 1, count: 10, planned: 0 },
  { subject: LARGE, kind: 'measure', batch: 1, count: 5, planned: 30 },
];

const describe = (pairs: readonly PlannedPair[]): string[] => pairs.flat().map(({ key }) => key);
const sideOf = ([first]: PlannedPair): string | undefined => first.subject.side?.name;

test('every request gets its pairs, each of one run of A and one of B that are otherwise the same', () => {
  const pairs = planPairs(REQUESTS, STABLE_INTERVAL_MS, makeRandom(1));
  expect(pairs).toHaveLength(30 + 10 + 5);
  for (const [one, other] of pairs) {
    expect([one.subject.side?.name, other.subject.side?.name].sort()).toEqual(['a', 'b']);
    const { kind, parameters, isSampled, flags, pairing } = one;
    expect(other).toMatchObject({ kind, parameters, isSampled, flags, pairing, rounds: 1 });
  }
  expect(new Set(describe(pairs)).size).toBe(2 * pairs.length);
});

test('pairs are numbered in the order in which they are run, after those that were planned before', () => {
  const pairs = planPairs(REQUESTS, STABLE_INTERVAL_MS, makeRandom(1));
  const numbersOf = (subject: PairedSubject, kind: string) =>
    pairs
      .filter(([one]) => one.kind === kind && [subject.a, subject.b].includes(one.subject))
      .map(([{ pairing }]) => pairing?.pair);
  expect(numbersOf(SMALL, 'measure')).toEqual(Array.from({ length: 30 }, (_, index) => index));
  expect(numbersOf(LARGE, 'measure')).toEqual([30, 31, 32, 33, 34]);
  expect(pairs.find(([one]) => one.subject.case === LARGE.a.case)?.[0].pairing).toMatchObject({ of: 35 });
});

test('a stable run is sampled and has the flag that stabilises it; a measure run has neither', () => {
  for (const run of planPairs(REQUESTS, STABLE_INTERVAL_MS, makeRandom(1)).flat()) {
    const isStable = run.kind === 'stable';
    expect(run).toMatchObject({ isSampled: isStable, flags: isStable ? ['--single-threaded-gc'] : [] });
  }
});

test('the order of the pairs, and which side comes first, are drawn from the seed', () => {
  const planWith = (seed: number) => describe(planPairs(REQUESTS, STABLE_INTERVAL_MS, makeRandom(seed)));
  expect(planWith(1)).toEqual(planWith(1));
  expect(planWith(2)).not.toEqual(planWith(1));
  const pairs = planPairs(REQUESTS, STABLE_INTERVAL_MS, makeRandom(1));
  // One in 2^44 that all would be the same.
  expect(new Set(pairs.map(sideOf)).size).toBe(2);
  // Not request by request: that would be at most 3 changes.
  const kinds = pairs.map(([{ kind, subject }]) => `${kind} ${subject.case.parameters.highWaterMark}`);
  expect(kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length).toBeGreaterThan(3);
});

test('each side comes first in half of the pairs', () => {
  const request: PairRequest = { subject: SMALL, kind: 'measure', batch: 1, count: 1000, planned: 0 };
  const first = planPairs([request], STABLE_INTERVAL_MS, makeRandom(1)).filter(
    (pair) => sideOf(pair) === 'a',
  );
  // Six standard deviations of 1000 fair draws are 95.
  expect(Math.abs(first.length - 500)).toBeLessThan(95);
});

test('a fresh batch repeats no run of the first one', () => {
  const again = planPairs(
    REQUESTS.slice(0, 1).map((request) => ({ ...request, batch: 2 })),
    STABLE_INTERVAL_MS,
    makeRandom(1),
  );
  expect(again[0]?.[0].pairing).toEqual({ pair: 0, of: 30, batch: 2 });
  const keys = new Set(describe(planPairs(REQUESTS, STABLE_INTERVAL_MS, makeRandom(1))));
  expect(describe(again).some((key) => keys.has(key))).toBe(false);
});

test('nothing is planned if nothing is requested', () => {
  expect(planPairs([], STABLE_INTERVAL_MS, makeRandom(1))).toEqual([]);
});
