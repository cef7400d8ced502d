import { expect, test } from 'vitest';
import { makeCompared, makeComparison, makeMetric, makeMissing } from '../test/comparison-builders.ts';
import { joinComparisons } from './join-comparisons.ts';

const told = makeMetric({ metric: 'durationMs', class: 'time', verdict: 'informational' });
const judged = makeMetric({ metric: 'durationMs', class: 'time', verdict: 'regression', pairs: 30 });
const kept = makeComparison({ cases: [makeCompared({ metrics: [makeMetric(), told] })] });

test('time and RSS are of the pairs, what is counted is of the kept report', () => {
  const counted = makeMetric({ verdict: 'regression' });
  const beside = makeComparison({ cases: [makeCompared({ metrics: [counted, judged] })] });
  const joined = joinComparisons(kept, beside);
  expect(joined.cases[0]?.metrics).toEqual([makeMetric(), judged]);
  expect(joined.verdict).toBe('regression');
});

test('another case of the same scenario is not taken for it', () => {
  const parameters = { sink: 'file' };
  const other = makeCompared({
    metrics: [judged],
    b: { parameters, parameterKinds: { sink: 'choice' }, node: '20.19.0' },
  });
  expect(joinComparisons(kept, makeComparison({ cases: [other] }))).toEqual(kept);
});

test('a run that failed beside is not passed over', () => {
  const failed = makeMetric({ metric: 'outcome', class: 'outcome', verdict: 'regression' });
  const beside = makeComparison({ cases: [makeCompared({ metrics: [failed] })] });
  expect(joinComparisons(kept, beside).verdict).toBe('regression');
});

test('what cannot be compared beside cannot be compared', () => {
  const beside = makeComparison({
    isComparable: false,
    reasons: ['no case that was run is in both'],
    cases: [],
  });
  expect(joinComparisons(kept, beside)).toMatchObject({
    isComparable: false,
    reasons: ['no case that was run is in both'],
    verdict: 'not-comparable',
  });
  const missing = makeMissing();
  expect(joinComparisons(kept, makeComparison({ cases: [], missing: [missing] })).missing).toEqual([missing]);
});
