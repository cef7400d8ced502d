/** `tidemark compare`, from its arguments to its exit code, with constructed reports. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportComparison } from '../compare/verdict.ts';
import { EXIT } from '../errors.ts';
import { compiled } from '../package-root.ts';
import type { Report, RunResult } from '../result.ts';
import { KiB, makeCase, makeEnvironment, makeReport, makeRun } from './builders.ts';
import { makeNoise, makePairedRuns, makeSide, stable } from './pair-builders.ts';

const CLI = compiled('harness/cli.js');

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-compare-'));
  for (const [id, report] of Object.entries(REPORTS)) write(`results/${id}/report.json`, report);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(name: string, content: unknown): string {
  const path = join(root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function tidemark(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'compare', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  return { code: status, stdout, stderr };
}

const buffering = (peakBufferedBytes: number, count = 3): RunResult[] =>
  Array.from({ length: count }, (_, index) => makeRun({ index, peakBufferedBytes, durationMs: 100 + index }));

const reportOf = (runs: readonly RunResult[], report: Partial<Report> = {}): Report =>
  makeReport({ results: [makeCase({ runs: [...runs] })], ...report });

const caseWith = (highWaterMark: number, allocation = 'alloc') =>
  makeCase({ parameters: { highWaterMark, allocation }, runs: buffering(highWaterMark) });

const PAIRED = makePairedRuns(makeNoise(12, 0.01), stable);

const REPORTS = {
  small: reportOf(buffering(64 * KiB)),
  large: reportOf(buffering(256 * KiB)),
  few: reportOf(buffering(64 * KiB, 2)),
  timed: reportOf([makeRun({ durationMs: 5 })]),
  flags: reportOf(buffering(64 * KiB), { environment: makeEnvironment({ flags: ['--jitless'] }) }),
  values: makeReport({ results: [caseWith(16 * KiB), caseWith(64 * KiB), caseWith(16 * KiB, 'from')] }),
  'sides/a': makeSide('a', [makeCase({ runs: PAIRED })]),
  'sides/b': makeSide('b', [makeCase({ runs: PAIRED })]),
};

describe('two reports', () => {
  test.each([
    ['are the same', ['small', 'small'], EXIT.pass, 'verdict: pass'],
    ['have a regression', ['small', 'large'], EXIT.failed, 'verdict: regression'],
    ['have an improvement', ['large', 'small'], EXIT.pass, 'verdict: improvement'],
    ['are not comparable', ['small', 'flags'], EXIT.notComparable, 'not comparable: Node flags differ'],
    ['have nothing that can be judged', ['timed', 'timed'], EXIT.notComparable, 'nothing could be judged'],
    ['are inconclusive', ['small', 'few'], EXIT.pass, 'verdict: inconclusive'],
    ['are inconclusive, strictly', ['small', 'few', '--strict'], EXIT.inconclusive, 'verdict: inconclusive'],
    ['are those of two sides', ['sides'], EXIT.pass, 'verdict: pass'],
  ])('that %s', (_name, args, code, text) => {
    const ended = tidemark(...args);
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code, stderr: '' });
    expect(ended.stdout).toContain(text);
  });

  test('are given by path, folder or id', () => {
    const path = 'results/small/report.json';
    for (const named of [path, join(root, path), 'results/small', 'small'])
      expect(tidemark(named, 'small').code).toBe(EXIT.pass);
    expect(tidemark('small', 'small', '--results', 'elsewhere').code).toBe(EXIT.usage);
  });

  test('are printed only as JSON, if that is requested', () => {
    const { code, stdout, stderr } = tidemark('small', 'large', '--json');
    expect({ code, stderr }).toEqual({ code: EXIT.failed, stderr: '' });
    const comparison = JSON.parse(stdout) as ReportComparison;
    expect(comparison).toMatchObject({ schemaVersion: 1, verdict: 'regression', isComparable: true });
    expect(comparison.cases[0]?.metrics.map(({ metric }) => metric)).toContain('peakBufferedBytes');
  });

  test('give the same output each time', () => {
    expect(tidemark('small', 'large', '--json').stdout).toBe(tidemark('small', 'large', '--json').stdout);
  });
});

describe('values of an axis', () => {
  test('are in one table for each remaining case; cases that cannot be compared are listed', () => {
    const { code, stdout, stderr } = tidemark('values', '--by', 'highWaterMark');
    expect({ code, stderr }).toEqual({ code: EXIT.pass, stderr: '' });
    expect(stdout).toMatch(/^peak buffered +16 KiB +16 KiB\n +64 KiB +64 KiB +\+300 % +more$/m);
    expect(stdout).toContain('! not compared: ignore-drain [allocation from, node 20.19.0]');
  });

  test('are compared with the value that is named, with its unit', () => {
    const { stdout } = tidemark('values', '--by', 'highWaterMark', '--reference', '64KiB', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, axis: 'highWaterMark', against: 64 * KiB });
  });
});

describe('a mistake is refused:', () => {
  test.each([
    ['no report', [], 'an argument is missing'],
    ['a report that does not exist', ['nowhere', 'small'], 'report not found: nowhere'],
    ['one report', ['small'], 'a second report is missing'],
    ['three reports', ['small', 'small', 'small'], 'Unknown'],
    ['two reports and an axis', ['small', 'large', '--by', 'node'], '--by compares the values'],
    ['a value without an axis', ['small', 'large', '--reference', '1'], '--reference names a value'],
    ['a misspelt axis', ['values', '--by', 'highWatermark'], 'did you mean highWaterMark?'],
    ['an axis with one value', ['values', '--by', 'node'], 'several values of highWaterMark, allocation'],
    [
      'a value that the report does not have',
      ['values', '--by', 'highWaterMark', '--reference', '1MiB'],
      'no value 1MiB of highWaterMark',
    ],
  ])('%s', (_name, args, text) => {
    const { code, stdout, stderr } = tidemark(...args);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    expect(stderr).toContain(text);
  });

  test('a broken file, whose control characters are not printed', () => {
    const path = write('odd.json', '{"\u001b[2J": \u0007');
    const { code, stderr } = tidemark(path, 'small');
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain('is not valid JSON');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
    expect(stderr).not.toMatch(/[\u0000-\u0008\u001b]/);
  });

  test('and the help shows every exit code, within 80 columns', () => {
    const { code, stdout } = tidemark('--help');
    expect(code).toBe(EXIT.pass);
    for (const word of [0, 1, 2, 4, 5, 70]) expect(stdout).toMatch(new RegExp(`\\s${word}\\s`));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('output for CI', () => {
  test('is written in addition to the table, or instead of it', () => {
    const file = join(root, 'compare.xml');
    const inAddition = tidemark('small', 'large', '--reporter', `junit=${file}`);
    expect(inAddition).toMatchObject({ code: EXIT.failed, stderr: '' });
    expect(inAddition.stdout).toContain('verdict: regression');
    expect(readFileSync(file, 'utf8')).toContain('<failure');
    const instead = tidemark('small', 'large', '--reporter', 'bencher');
    expect(Object.keys(JSON.parse(instead.stdout))).toHaveLength(1);
  });

  test('is for two reports, not for the values of one', () => {
    const { code, stderr } = tidemark('values', '--by', 'allocation', '--reporter', 'github');
    expect({ code, hasHint: stderr.includes('leave --by out') }).toEqual({ code: EXIT.usage, hasHint: true });
  });
});
