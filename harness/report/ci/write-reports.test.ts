import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReporterRequest } from '../../command-line/reporters.ts';
import { ResultsError, UsageError } from '../../errors.ts';
import { makeCase, makeReport } from '../../test/builders.ts';
import type { Reported } from '../text/reported.ts';
import { pathInRepository, prepareReports, takesStdout, writeReports } from './write-reports.ts';

const KiB = 1024;
/** The largest step summary that GitHub accepts. */
const SUMMARY_LIMIT_BYTES = 1024 * KiB;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-reports-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const inFolder = (name: string): string => join(folder, name);
const broken = (text: string) => makeCase({ expectations: [{ text, passed: false }] });
const REPORTED: Reported = { kind: 'run', report: makeReport({ results: [broken('it holds')] }) };

function write(requests: readonly ReporterRequest[], reported = REPORTED, env: NodeJS.ProcessEnv = {}) {
  const [printed, said]: [string[], string[]] = [[], []];
  const print = (text: string) => printed.push(text);
  const terminal = { print, printCommands: print, say: (text: string) => said.push(text) };
  writeReports(requests, reported, terminal, env);
  return { printed, said };
}

describe('a reporter with a file', () => {
  test('writes it, makes its folder, and prints nothing', () => {
    const file = inFolder('made/junit.xml');
    expect(write([{ name: 'junit', file }])).toEqual({ printed: [], said: [] });
    expect(readFileSync(file, 'utf8')).toMatch(/^<\?xml [\s\S]*<\/testsuites>\n$/);
    expect(readdirSync(inFolder('made'))).toEqual(['junit.xml']);
  });

  test('replaces the old content, and keeps a symbolic link', () => {
    writeFileSync(inFolder('real.json'), 'old');
    symlinkSync(inFolder('real.json'), inFolder('link.json'));
    write([{ name: 'json', file: inFolder('link.json') }]);
    expect(JSON.parse(readFileSync(inFolder('real.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });

  test('leaves the old content in place if it cannot write', () => {
    writeFileSync(inFolder('old.md'), 'old');
    // Where the file is written before it gets its name, a folder is in the way.
    mkdirSync(inFolder(`old.md.${process.pid}.part`));
    expect(() => write([{ name: 'markdown', file: inFolder('old.md') }])).toThrow(ResultsError);
    expect(readFileSync(inFolder('old.md'), 'utf8')).toBe('old');
  });
});

describe('before anything is measured', () => {
  test('a path that is not a file is refused', () => {
    expect(() => prepareReports([{ name: 'junit', file: folder }])).toThrow(UsageError);
    expect(() => prepareReports([{ name: 'junit', file: '/dev/null' }])).toThrow(UsageError);
    expect(() => prepareReports([{ name: 'junit', file: '/dev/stdout' }])).toThrow(UsageError);
  });

  test('a folder that cannot be created is reported', () => {
    writeFileSync(inFolder('file'), '');
    expect(() => prepareReports([{ name: 'junit', file: inFolder('file/junit.xml') }])).toThrow(ResultsError);
  });

  test('nothing is written', () => {
    prepareReports([{ name: 'junit', file: inFolder('junit.xml') }]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a reporter without a file', () => {
  test('prints', () => {
    const { printed } = write([{ name: 'markdown', file: undefined }]);
    expect(printed).toEqual([expect.stringMatching(/^## tidemark: expectations failed\n/)]);
  });

  test('replaces the tables on stdout, except for log lines', () => {
    expect(takesStdout([{ name: 'github', file: undefined }])).toBe(false);
    expect(takesStdout([{ name: 'junit', file: 'a.xml' }])).toBe(false);
    expect(takesStdout([{ name: 'junit', file: undefined }])).toBe(true);
  });

  test('prints nothing where there is nothing to annotate', () => {
    const reported: Reported = { kind: 'run', report: makeReport() };
    expect(write([{ name: 'github', file: undefined }], reported).printed).toEqual([]);
  });
});

describe('the summary of a step', () => {
  const GITHUB: readonly ReporterRequest[] = [{ name: 'github', file: undefined }];
  const many = (count: number): Reported => ({
    kind: 'run',
    report: makeReport({
      results: Array.from({ length: count }, (_, index) => broken(`${index}: ${'x'.repeat(300)}`)),
    }),
  });

  test('is appended to the file that GitHub names', () => {
    const file = inFolder('summary.md');
    writeFileSync(file, 'of another tool');
    const { printed } = write(GITHUB, REPORTED, { GITHUB_STEP_SUMMARY: file });
    expect(printed).toEqual([
      expect.stringMatching(/^::error title=ignore-drain::expectation failed: it holds/),
    ]);
    expect(readFileSync(file, 'utf8')).toMatch(/^of another tool\n## tidemark: [\s\S]*\n$/);
  });

  test.each([{}, { GITHUB_STEP_SUMMARY: '' }])('is not written without a file: %j', (env) => {
    expect(write(GITHUB, REPORTED, env).printed).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is written by the reporter github alone', () => {
    const file = inFolder('summary.md');
    write([{ name: 'markdown', file: undefined }], REPORTED, { GITHUB_STEP_SUMMARY: file });
    expect(existsSync(file)).toBe(false);
  });

  test('stays below the limit together with the old content, and uses the remaining room', () => {
    const file = inFolder('summary.md');
    writeFileSync(file, 'x'.repeat(300 * KiB));
    write(GITHUB, many(5000), { GITHUB_STEP_SUMMARY: file });
    expect(statSync(file).size).toBeLessThan(SUMMARY_LIMIT_BYTES);
    expect(statSync(file).size).toBeGreaterThan(0.9 * SUMMARY_LIMIT_BYTES);
  });

  test.skipIf(process.platform === 'win32')('is refused before anything is written to a pipe', () => {
    const pipe = inFolder('pipe');
    execFileSync('mkfifo', [pipe]);
    const env = { GITHUB_STEP_SUMMARY: pipe };
    expect(() => prepareReports(GITHUB, undefined, env)).toThrow(UsageError);
    expect(() => write(GITHUB, REPORTED, env)).toThrow(`GITHUB_STEP_SUMMARY is ${pipe}, which is not a file`);
  });

  test('is left out with a message if no part of it fits', () => {
    const file = inFolder('summary.md');
    writeFileSync(file, 'x'.repeat(SUMMARY_LIMIT_BYTES - 10));
    const { said } = write(GITHUB, REPORTED, { GITHUB_STEP_SUMMARY: file });
    expect(said).toEqual([expect.stringContaining('no room')]);
    expect(statSync(file).size).toBe(SUMMARY_LIMIT_BYTES - 10);
  });
});

test.each([
  ['in a folder of the checkout', 'packages/api', 'packages/api/bench/one.ts'],
  ['at the root of it', '', 'bench/one.ts'],
  ['elsewhere', '../other', 'bench/one.ts'],
])('an annotation of a project %s has the path that GitHub knows', (_name, folder, path) => {
  const root = resolve('/checkout');
  expect(pathInRepository('bench/one.ts', { GITHUB_WORKSPACE: root }, join(root, folder))).toBe(path);
  expect(pathInRepository('bench/one.ts', {}, join(root, folder))).toBe('bench/one.ts');
});
