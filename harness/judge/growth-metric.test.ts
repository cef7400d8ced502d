import { describe, expect, test } from 'vitest';
import { makeCounters, makeRun } from '../test/builders.ts';
import { chooseGrowthMetric } from './growth-metric.ts';

describe('the metric of growth', () => {
  const sized = makeRun({
    counters: { bytes: makeCounters({}), rows: makeCounters({ peakBufferedChunks: 4 }) },
  });
  const unsized = makeRun({
    counters: { bytes: makeCounters({}), rows: makeCounters({ unsizedChunks: 1 }) },
  });

  test('is bytes if the size of every chunk is known', () => {
    expect(chooseGrowthMetric(undefined, [sized])).toBe('peakBufferedBytes');
  });

  test('is chunks if that of one is not', () => {
    expect(chooseGrowthMetric(undefined, [sized, unsized])).toBe('peakBufferedChunks');
  });

  test('is what the scenario requests', () => {
    expect(chooseGrowthMetric('peakBufferedBytes', [unsized])).toBe('peakBufferedBytes');
  });
});
