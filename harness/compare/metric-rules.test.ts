import { expect, test } from 'vitest';
import { METRICS } from '../metrics.ts';
import { EXACT_RULES, INFORMATIONAL_METRICS, PAIRED_RULES } from './metric-rules.ts';

const namesOf = (metricClass: string): string[] =>
  METRICS.filter((metric) => metric.class === metricClass)
    .map(({ name }) => name as string)
    .sort();

test('every metric of a judged class has a rule, and no other has one', () => {
  expect(EXACT_RULES.map(({ metric }) => metric).sort()).toEqual(namesOf('exact'));
  for (const metricClass of ['memory', 'time'] as const) {
    const ruled = PAIRED_RULES.filter((rule) => rule.class === metricClass).map(({ metric }) => metric);
    expect(ruled.sort()).toEqual(namesOf(metricClass));
  }
});

test('the informational metrics that a comparison shows are those of the table, in its order', () => {
  expect(INFORMATIONAL_METRICS).toEqual([
    'throughputBytesPerSecond',
    'peakRssBytes',
    'peakArrayBuffersBytes',
  ]);
});

test('a paired rule takes more for worse, so its metric must', () => {
  const paired = METRICS.filter(({ name }) => PAIRED_RULES.some(({ metric }) => metric === name));
  expect(paired.map(({ worse }) => worse)).toEqual(paired.map(() => 'more'));
});
