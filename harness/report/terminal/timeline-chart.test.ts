import { expect, test } from 'vitest';
import type { RunResult } from '../../result.ts';
import { MiB, makeCase, makeRun } from '../../test/builders.ts';
import { makeColors } from '../text/colors.ts';
import { renderTimeline } from './timeline-chart.ts';

const sampled = (kind: RunResult['kind'], peakMiB: number, intervalMs: number): RunResult => {
  const values = [1, peakMiB].map((count) => count * MiB);
  return makeRun({
    kind,
    durationMs: 20,
    sampling: { intervalMs, count: 2, longestGapMs: 10, source: 'inspector' },
    timeline: {
      bucketMs: 10,
      rssBytes: values,
      heapUsedBytes: values,
      externalBytes: values,
      arrayBuffersBytes: values,
    },
  });
};

const render = (...runs: readonly RunResult[]): string =>
  renderTimeline(makeCase({ runs: [...runs] }), '', { width: 80, colors: makeColors(false) });

test('the memory of the profile run is drawn, whichever runs were sampled before it', () => {
  const chart = render(sampled('stable', 99, 1), sampled('growth', 98, 10), sampled('profile', 40, 10));
  expect(chart).toContain('memory over 20 ms (2 samples, every 10 ms, longest gap 10 ms)');
  expect(chart).toMatch(/^rss .* peak 40 MiB$/m);
});

test('nothing is drawn without a profile run', () => {
  expect(render(sampled('stable', 99, 1))).toBe('');
});
