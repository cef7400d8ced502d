import { describe, expect, test } from 'vitest';
import type { Report } from '../result.ts';
import { makeCase, makeReport, makeRun } from '../test/builders.ts';
import { validateReport } from './validate-report.ts';

const RESULT = makeCase();

describe('a report', () => {
  test('is valid as it is made', () => {
    expect(() => validateReport(makeReport({ results: [RESULT, makeCase({ runs: [] })] }))).not.toThrow();
  });

  test.each<[string, Partial<Report>]>([
    ['seed', { seed: -1 }],
    ['startedAt', { startedAt: 'yesterday' }],
    ['results.1.node', { results: [RESULT, makeCase({ node: 5 as unknown as string })] }],
    [
      'results.0.summary.wallMs.median',
      {
        results: [
          makeCase({ summary: { wallMs: { n: 1, median: Number.NaN, low: 1, high: 1, confidence: 0 } } }),
        ],
      },
    ],
    ['results.0.runs.1.wallMs', { results: [makeCase({ runs: [makeRun(), makeRun({ wallMs: -1 })] })] }],
    ['results.0.runs.0.index', { results: [makeCase({ runs: [makeRun({ index: 0.5 })] })] }],
  ])('whose %s is wrong is refused, with the place', (place, part) => {
    expect(() => validateReport(makeReport(part))).toThrow(`the report would not be valid: ${place}: `);
  });
});
