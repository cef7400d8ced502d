import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeCase, makeReport } from '../test/builders.ts';
import { readReport } from './read-report.ts';
import { writeReportFiles } from './write-report-files.ts';

const root = mkdtempSync(join(tmpdir(), 'tidemark-write-report-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([0, 1, 3])('a report of %i results is written in pieces, and read as it was', (count) => {
  const results = Array.from({ length: count }, (_, position) =>
    makeCase({ scenario: `s-${position}`, title: 'with "quotes", and \u2028' }),
  );
  const report = makeReport({ results });
  const folder = join(root, String(count));
  writeReportFiles(folder, report);
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(report);
  expect(readReport(folder, root)).toEqual(report);
});
