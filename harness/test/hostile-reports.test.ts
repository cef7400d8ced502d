/** A report can come from anywhere: whatever value is put into it, it is refused in a sentence, or read, compared and rendered. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareReports } from '../compare/compare-reports.ts';
import { buildComparisonTables } from '../compare/comparison-table.ts';
import { stripRun } from '../compare/strip-run.ts';
import { UsageError } from '../errors.ts';
import { renderBencher } from '../report/ci/bencher.ts';
import { renderGithub } from '../report/ci/github.ts';
import { renderGithubActionBenchmark } from '../report/ci/github-action-benchmark.ts';
import { renderJunit } from '../report/ci/junit.ts';
import { renderPage } from '../report/html/page.ts';
import { renderMarkdown } from '../report/markdown/summary.ts';
import { renderAnswer } from '../report/terminal/answer.ts';
import { renderScenario } from '../report/terminal/scenario-report.ts';
import { renderComparison } from '../report/terminal/verdict-table.ts';
import { makeColors } from '../report/text/colors.ts';
import { renderLabelsCsv, renderRunsCsv } from '../store/csv.ts';
import { readReport } from '../store/read-report.ts';
import {
  makeCase,
  makeCounters,
  makeGrowth,
  makeLive,
  makeReading,
  makeReport,
  makeRun,
  summaryOf,
} from './builders.ts';
import { listPlaces, replaceAt, strangeValue } from './replace-at.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const RUN = makeRun({
  counters: { sink: makeCounters({ peakBufferedBytes: 5, writesAfterFalse: 1 }) },
  peakBufferedBytes: 5,
  recorded: { rows: 5 },
  memory: { start: makeReading(), peak: { rssBytes: 9, rssSource: 'VmHWM' }, end: makeReading() },
  checks: [{ text: 'it holds', passed: true }],
});
const REPORT = makeReport({
  results: [
    makeCase({
      parameters: { volume: 5 },
      runs: [RUN, { ...RUN, index: 1 }, { ...RUN, index: 2 }, makeRun({ kind: 'growth', live: makeLive() })],
      summary: { peakBufferedBytes: summaryOf(5), peakRssBytes: summaryOf(9) },
      growth: makeGrowth(),
      expectations: [{ text: 'it holds', passed: true }],
      warnings: [{ code: 'x', message: 'y' }],
    }),
  ],
});

/** Everything that a command does with a report that it has read. */
function useReport(data: unknown): void {
  writeFileSync(join(root, 'a.json'), JSON.stringify(data));
  writeFileSync(join(root, 'b.json'), JSON.stringify(REPORT));
  const [a, b] = ['a.json', 'b.json'].map((name) => readReport(join(root, name), root, stripRun));
  if (a === undefined || b === undefined) throw new Error('there are two');
  const style = { width: 80, colors: makeColors(false) };
  renderScenario(a.results, buildComparisonTables(a.results), style as never);
  renderRunsCsv(a);
  renderLabelsCsv(a);
  renderPage({ report: a, samples: new Map(), assets: { style: '', script: '' } });
  const comparison = compareReports(a, b);
  renderComparison(comparison, style as never, { verbose: true, by: 'ab' });
  for (const reported of [
    { kind: 'run', report: a },
    { kind: 'comparison', by: 'check', comparison, report: b },
  ] as const) {
    renderAnswer(reported, style as never);
    for (const render of [
      renderJunit,
      renderMarkdown,
      renderGithub,
      renderBencher,
      renderGithubActionBenchmark,
    ])
      render(reported);
  }
}

test('a report as tidemark wrote it is used', () => {
  expect(() => useReport(REPORT)).not.toThrow();
});

test('with any value in place of another, it is used or refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(...listPlaces(REPORT)), strangeValue, (place, value) => {
      try {
        useReport(replaceAt(REPORT, place, value));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
      }
    }),
    { numRuns: 200 },
  );
});

test.each(['constructor', 'toString', '__proto__'])(
  'with the name of a property of every object for the metric of growth, it is used or refused: %s',
  (name) => {
    const places = listPlaces(REPORT).filter(
      (place) => place.at(-1) === 'metric' && place.includes('growth'),
    );
    expect(places).not.toEqual([]);
    for (const place of places) expect(() => useReport(replaceAt(REPORT, place, name))).not.toThrow();
  },
);

test('cut off anywhere, it is refused', () => {
  const text = JSON.stringify(REPORT);
  fc.assert(
    fc.property(fc.nat(text.length - 1), (length) => {
      writeFileSync(join(root, 'cut.json'), text.slice(0, length));
      expect(() => readReport(join(root, 'cut.json'), root)).toThrow(UsageError);
    }),
    { numRuns: 50 },
  );
});
