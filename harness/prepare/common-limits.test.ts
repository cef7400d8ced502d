import { expect, test } from 'vitest';
import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import { addCommonLimits } from './common-limits.ts';

const COMMON = { growth: 'bounded', peakBufferedBytes: 1024 } as const;

const limitsOf = (
  scenario: Partial<DescribedScenario>,
  common: Parameters<typeof addCommonLimits>[1] = COMMON,
) => addCommonLimits([scenario as DescribedScenario], common)[0]?.limits;

test('limits for all scenarios are added to those of each, which come first', () => {
  expect(limitsOf({})).toEqual(COMMON);
  expect(limitsOf({ limits: { peakBufferedBytes: 2048, cpuMs: 5 } })).toEqual({
    growth: 'bounded',
    peakBufferedBytes: 2048,
    cpuMs: 5,
  });
});

test('growth is not limited where a scenario states that it is linear, or that it does not complete', () => {
  expect(limitsOf({ expect: { growth: 'linear' } })).toEqual({ peakBufferedBytes: 1024 });
  expect(limitsOf({ expect: { outcome: 'crashed' } })).toEqual({ peakBufferedBytes: 1024 });
  expect(limitsOf({ expect: { growth: 'bounded' } })).toEqual(COMMON);
});

test('without limits for all, a scenario is as it was', () => {
  expect(limitsOf({}, {})).toBeUndefined();
});
