import { expect, test } from 'vitest';
import { makeCompared, makeComparison, makeMetric, makeMissing } from '../test/comparison-builders.ts';
import { joinComparisons } from './join-comparisons.ts';

const informational = makeMetric({ metric: 'durationMs', verdict: 'informational' });
const judged = makeMetric({ metric: 'durationMs', class: 'time', verdict: 'regression', pairs: 30 });
const stored = makeComparison({ cases: [makeCompared({ metrics: [makeMetric(), informational] })] });

test('time and RSS come from the pairs, counters from the stored report', () => {
  const counted = makeMetric({ verdict: 'regression' });
  const paired = makeComparison({ cases: [makeCompared({ metrics: [counted, judged] })] });
  const joined = joinComparisons(stored, paired);
  expect(joined.cases[0]?.metrics).toEqual([makeMetric(), judged]);
  expect(joined.verdict).toBe('regression');
});

test('another case of the same scenario does not replace it', () => {
  const parameters = { sink: 'file' };
  const other = makeCompared({
    metrics: [judged],
    b: { parameters, parameterKinds: { sink: 'choice' }, node: '20.19.0' },
  });
  expect(joinComparisons(stored, makeComparison({ cases: [other] }))).toEqual(stored);
});

test('a run that failed among the pairs counts', () => {
  const failed = makeMetric({ metric: 'outcome', class: 'outcome', verdict: 'regression' });
  const paired = makeComparison({ cases: [makeCompared({ metrics: [failed] })] });
  expect(joinComparisons(stored, paired).verdict).toBe('regression');
});

test('if the pairs cannot be compared, nothing can', () => {
  const paired = makeComparison({
    isComparable: false,
    reasons: ['no case was run on both sides'],
    cases: [],
  });
  expect(joinComparisons(stored, paired)).toMatchObject({
    isComparable: false,
    reasons: ['no case was run on both sides'],
    verdict: 'not-comparable',
  });
  const missing = makeMissing();
  expect(joinComparisons(stored, makeComparison({ cases: [], missing: [missing] })).missing).toEqual([
    missing,
  ]);
});
