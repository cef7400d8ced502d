import { expect, test } from 'vitest';
import type { Environment } from '../result.ts';
import { extremeFigure } from './figure.ts';
import { makeSelfReport } from './report.ts';

const parts = {
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:01:00.000Z',
  seed: 7,
  quick: true,
  environment: {} as Environment,
};
const section = (value: number) => ({
  name: 'flood',
  title: 'Flood',
  figures: [extremeFigure({ name: 'gap', unit: 'ms', target: { atMost: 50 } }, [value])],
});

test('all targets are reached only if those of every section are', () => {
  expect(makeSelfReport({ ...parts, sections: [section(49), section(50)] }, '1.2.3').isReached).toBe(true);
  expect(makeSelfReport({ ...parts, sections: [section(49), section(51)] }, '1.2.3').isReached).toBe(false);
});

test('each figure has its target, whether it is reached, the number of values, and their spread', () => {
  const report = makeSelfReport({ ...parts, sections: [section(49)] }, '1.2.3');
  expect(JSON.parse(JSON.stringify(report.sections[0]?.figures[0]))).toEqual({
    name: 'gap',
    unit: 'ms',
    statistic: 'greatest',
    value: 49,
    low: 49,
    high: 49,
    n: 1,
    target: { atMost: 50 },
    isReached: true,
    values: [49],
  });
});
