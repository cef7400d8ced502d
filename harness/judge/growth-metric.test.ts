import { describe, expect, test } from 'vitest';
import type { Growth } from '../result.ts';
import { makeCounters, makeRun } from '../test/builders.ts';
import { chooseGrowthMetric, worseOf } from './growth-metric.ts';

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

describe('the worse of two judgements', () => {
  const judged = (verdict: Growth['verdict'], metric: string) => ({ verdict, metric }) as unknown as Growth;

  test.each<[Growth['verdict'], Growth['verdict'], string]>([
    ['bounded', 'linear', 'bytes'],
    ['bounded', 'inconclusive', 'bytes'],
    ['linear', 'linear', 'chunks'],
    ['linear', 'bounded', 'chunks'],
  ])('of %s by chunks and %s by bytes is that by %s then', (chunks, bytes, worse) => {
    expect(worseOf(judged(chunks, 'chunks'), judged(bytes, 'bytes'))?.metric).toBe(worse);
  });

  test('is the only one there is', () => {
    expect(worseOf(undefined, judged('bounded', 'bytes'))?.metric).toBe('bytes');
  });
});
