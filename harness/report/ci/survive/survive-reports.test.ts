import { expect, test } from 'vitest';
import type { SurviveReport } from '../../../survive/survive-report.ts';
import { MiB, makeEnvironment } from '../../../test/builders.ts';
import { parseXml } from '../../../test/parse-xml.ts';
import { writeSurviveReports } from './survive-reports.ts';

const DANGEROUS = 'a|b <script>&"\n::error::x';

const REPORT: SurviveReport = {
  ...{ schemaVersion: 1, id: '1', startedAt: '', finishedAt: '', complete: true, argv: [] },
  tool: { name: 'tidemark', version: '0.0.0' },
  environment: makeEnvironment(),
  results: [
    {
      ...{ scenario: DANGEROUS, title: DANGEROUS, parameters: {}, parameterKinds: {}, node: '20.19.0' },
      outcome: { state: 'completed' },
      reference: { durationMs: 100 },
      answers: [
        {
          ...{ kind: 'heap', enforcedBy: 'v8', state: 'found', needBytes: 20 * MiB, failsAtBytes: 19 * MiB },
          trials: [],
        },
        { kind: 'rss', enforcedBy: 'tidemark', state: 'beyond-ceiling', ceilingBytes: 64 * MiB, trials: [] },
      ],
    },
    {
      ...{ scenario: 'two', title: 'Two', parameters: {}, parameterKinds: {}, node: '20.19.0' },
      outcome: { state: 'timed-out', afterMs: 60_000, phase: 'run' },
      answers: [],
    },
  ],
};

function render(name: 'junit' | 'markdown' | 'json'): string {
  const printed: string[] = [];
  const print = (text: string): void => void printed.push(text);
  writeSurviveReports([{ name, file: undefined }], REPORT, { print, printCommands: print, say: print });
  return printed.join('\n');
}

test('JUnit has a test case for each answer, and an error for each that is missing', () => {
  const [suite] = parseXml(render('junit')).children;
  expect(suite?.attributes).toMatchObject({ tests: '3', failures: '0', errors: '2' });
  const children = suite?.children.map(({ children }) => children.map(({ name }) => name));
  expect(children).toEqual([['system-out'], ['error', 'system-out'], ['error', 'system-out']]);
});

test('Markdown has a row for each answer, whatever the names are', () => {
  const rows = render('markdown')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  expect(rows).toHaveLength(2 + 3);
  for (const row of rows) expect(row.replace(/\\\||&#124;/g, '').split('|')).toHaveLength(5);
  expect(rows.join()).toContain('20 MiB is enough, 19 MiB not');
  expect(rows.join()).not.toContain('<script>');
});

test('JSON is the report', () => {
  expect(JSON.parse(render('json'))).toEqual(JSON.parse(JSON.stringify(REPORT)));
});
