import { expect, test } from 'vitest';
import { makeEnvironment, makeReport } from '../../../test/builders.ts';
import { describeEnvironment } from '../../text/environment-text.ts';
import { renderBanner, renderSidesBanner } from './banner.ts';

test('rows of samples.csv that could not be read are said, and not passed over', () => {
  expect(renderBanner(makeReport(), 0).html).toBe('');
  expect(renderBanner(makeReport(), 1).html).toContain('1 row of samples.csv was cut or changed');
  expect(renderSidesBanner({ a: makeReport(), b: makeReport() }, 12_000).html).toContain(
    '12,000 rows of samples.csv were cut or changed',
  );
});

test('the load of a merged report is that of its machines, not of the first alone', () => {
  const invocations = [0.5, 9, 3].map((loadAverage, position) => ({
    ...{ id: `${position}`, index: position + 1, total: 3, plan: 'p', complete: true, seed: 1 },
    ...{ startedAt: '2026-01-02T03:04:05.000Z', finishedAt: '2026-01-02T03:05:05.000Z' },
    environment: makeEnvironment({ loadAverage, cpuCount: 2 }),
  }));
  const report = makeReport({
    environment: makeEnvironment({ loadAverage: 0.5, cpuCount: 2 }),
    merged: { plans: { p: [] }, invocations },
  });
  const { html } = renderBanner(report, 0);
  expect(html).toMatch(/2 of 3 invocations: the machine was busy at the start \(load 9/);
  expect(Object.fromEntries(describeEnvironment({ kind: 'run', report }))).toMatchObject({
    ...{ cpu: expect.stringMatching(/^2 × /), loadAverage: '0.5 | 9 | 3' },
  });
});
