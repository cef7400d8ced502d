import { expect, test } from 'vitest';
import type { CaseResult } from '../../../result.ts';
import { makeCase, makeReport, makeRun, summaryOf } from '../../../test/builders.ts';
import { renderComparisonTables } from './comparison-tables.ts';

/** Three runs that took so many nanoseconds, with a slab of 8 KiB. */
const makeTimed = (strategy: string, size: number, nanoseconds: number, node = '20.0.0'): CaseResult =>
  makeCase({
    ...{ scenario: 'allocation', title: 'Which is <faster>?', node },
    parameters: { strategy, size },
    parameterKinds: { strategy: 'choice', size: 'bytes' },
    comparisonTable: {
      ...{ metric: 'recorded.nanoseconds', rows: 'strategy', blocks: 'size', reference: 'alloc' },
      cellMetrics: ['recorded.slabBytes'],
    },
    runs: [1, 1, 1, 1, 1].map((factor) => makeRun({ recorded: { nanoseconds: factor * nanoseconds } })),
    summary: {
      'recorded.nanoseconds': summaryOf(nanoseconds),
      'recorded.slabBytes': summaryOf(8192),
    },
  });

const CASES = [
  ...[makeTimed('alloc', 64, 100), makeTimed('unsafe', 64, 50)],
  ...[makeTimed('alloc', 65536, 4000), makeTimed('unsafe', 65536, 1000)],
];

test('a comparison table is on the page: each figure relative to its reference, and the sentences of it', () => {
  const { html } = renderComparisonTables(makeReport({ results: CASES }));
  expect(html).toContain('<h3>allocation: Which is &#60;faster&#62;?</h3>');
  expect(html).toContain('<li>unsafe: 2.0 to 4.0 times as fast as alloc</li>');
  const rows = html
    .slice(html.indexOf('<tbody>'))
    .split('<tr>')
    .slice(1)
    .map((row) =>
      row
        .replace(/<\/tbody>[\s\S]*/, '')
        .replace(/<[^>]*>/g, '|')
        .split('|')
        .filter(Boolean),
    );
  expect(rows).toEqual([
    ['64 B', 'alloc', '100 ns', '8 KiB'],
    ['64 B', 'unsafe', '0.50 0.50–0.50', '8 KiB'],
    ['64 KiB', 'alloc', '4 µs', '8 KiB'],
    ['64 KiB', 'unsafe', '0.25 0.25–0.25', '8 KiB'],
  ]);
  expect(html).toContain('data-n="0.25"');
});

test('each Node has a table of its own, and a report without one has no section', () => {
  const older = CASES.map(({ parameters, node: _, ...one }) => ({ ...one, parameters, node: '18.0.0' }));
  const { html } = renderComparisonTables(makeReport({ results: [...CASES, ...older] }));
  expect([...html.matchAll(/<h3>allocation \[node (.*?)\]/g)].map(([, node]) => node)).toEqual([
    ...['20.0.0', '18.0.0'],
  ]);
  expect(renderComparisonTables(makeReport({ results: [makeCase({})] })).html).toBe('');
});
