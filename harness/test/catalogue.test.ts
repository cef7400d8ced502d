/** Every scenario that comes with tidemark, measured by `run --all --quick`: each passes its own expectations. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listNames } from '../catalogue/built-in.ts';
import { compiled } from '../package-root.ts';
import { reportSchema } from '../report-schema.ts';
import { type CaseResult, endedAsExpected } from '../result.ts';

const LONGEST_REPORT_BYTES = 256 * 1024 * 1024;

const results = new Map<string, CaseResult[]>();
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-catalogue-'));
  const args = [compiled('harness/cli.js'), '--all', '--quick', '--json', '--results', folder];
  const stdout = await promisify(execFile)(process.execPath, args, { maxBuffer: LONGEST_REPORT_BYTES }).then(
    ({ stdout }) => stdout,
    // Failed expectations are reported scenario by scenario.
    (failure: { readonly stdout: string }) => failure.stdout,
  );
  for (const result of reportSchema.parse(JSON.parse(stdout)).results) {
    results.set(result.scenario, [...(results.get(result.scenario) ?? []), result]);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(listNames())('%s', (name) => {
  const cases = results.get(name) ?? [];
  expect(cases).not.toEqual([]);
  for (const result of cases) {
    expect(result.runs.filter((run) => !endedAsExpected(run, result))).toEqual([]);
    expect(result.expectations.filter(({ passed }) => !passed)).toEqual([]);
    // Only a baseline, which is subtracted from others, has no expectations.
    if (name !== 'baseline-noop') expect(result.expectations).not.toEqual([]);
  }
});
