import { expect, test } from 'vitest';
import type { CaseResult, RunResult } from '../../result.ts';
import { makeCase, makeRun } from '../../test/builders.ts';
import { pairByOrder } from './pair-by-order.ts';

const caseOf = (...runs: readonly Partial<RunResult>[]): CaseResult =>
  makeCase({ runs: runs.map((run) => makeRun(run)) });

const positionsOf = ({ runs }: CaseResult): string[] =>
  runs.map(({ kind, batch, pair, index }) => `${kind} ${batch}.${pair}: run ${index}`);

test('runs of a kind are numbered in the order in which they were made', () => {
  const a = caseOf({ index: 7 }, { index: 3, kind: 'stable' }, { index: 2 }, { index: 9, kind: 'stable' });
  expect(positionsOf(pairByOrder(a, caseOf()).a)).toEqual([
    'measure 1.0: run 2',
    'stable 1.0: run 3',
    'measure 1.1: run 7',
    'stable 1.1: run 9',
  ]);
});

test('pair numbers from another invocation are ignored', () => {
  const b = caseOf({ index: 0, pair: 5, batch: 1 }, { index: 1, pair: 4, batch: 1 });
  expect(positionsOf(pairByOrder(caseOf(), b).b)).toEqual(['measure 1.0: run 0', 'measure 1.1: run 1']);
});

test('a fresh batch of B is compared with the first runs of A, of that kind only', () => {
  const a = caseOf({ index: 0, kind: 'stable' }, { index: 1 }, { index: 2, kind: 'stable', batch: 2 });
  const b = caseOf({ index: 0, kind: 'stable' }, { index: 1, kind: 'stable', pair: 0, batch: 2 });
  const paired = pairByOrder(a, b);
  expect(positionsOf(paired.a)).toEqual(['stable 1.0: run 0', 'measure 1.0: run 1', 'stable 2.0: run 0']);
  expect(positionsOf(paired.b)).toEqual(['stable 1.0: run 0', 'stable 2.0: run 1']);
});

test('a failed run does not exclude a run of the other side', () => {
  const failed = { outcome: { state: 'timed-out', afterMs: 1, phase: 'run' } } as const;
  const paired = pairByOrder(
    caseOf({ index: 0, ...failed }, { index: 1 }, { index: 2 }),
    caseOf({ index: 0 }, { index: 1, ...failed }, { index: 2 }),
  );
  expect(positionsOf(paired.a)).toEqual(['measure 1.0: run 1', 'measure 1.1: run 2']);
  expect(positionsOf(paired.b)).toEqual(['measure 1.0: run 0', 'measure 1.1: run 2']);
});

test('the results passed in are not changed', () => {
  const a = caseOf({ index: 1 }, { index: 0 });
  const before = structuredClone(a);
  pairByOrder(a, a);
  expect(a).toEqual(before);
});
