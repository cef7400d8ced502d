import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compareNodeBench } from './compare-node-bench.ts';
import { type NodeBenchFile, readNodeBench } from './read-node-bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function write(text: string): string {
  files += 1;
  const path = join(folder, `${files}.ndjson`);
  writeFileSync(path, text);
  return path;
}

const record = (type: string, data: object): string => `${JSON.stringify({ type, data })}\n`;

interface Run {
  readonly id: string;
  readonly root?: string;
  readonly ns: readonly number[];
  readonly more?: object;
}

/** One run of one benchmark, as node:bench 26.9 writes it. */
const writeRun = ({ id, root = '/project', ns, more = {} }: Run): string =>
  record('bench:complete', {
    ...{ runId: id, fileRunId: `${id}:1`, entryFile: `${root}/copy.bench.mjs` },
    ...{ namePath: ['copy', 'from'], params: { size: 1024 } },
    samples: ns.map((each) => ({ operations: 10, duration_ns: `${each * 10}`, rate: 1e9 / each })),
    ...more,
  }) + record('bench:summary', { runId: id, fileRunId: null, entryFile: null, success: true });

const writeSide = (side: string, figures: readonly number[]): NodeBenchFile =>
  readNodeBench(
    write(figures.map((ns, i) => writeRun({ id: `${side}${i}`, root: `/${side}`, ns: [ns] })).join('')),
  );

test('the figure of a process is the median of its samples, however many it has', () => {
  const { benches } = readNodeBench(
    write(writeRun({ id: 'x', ns: [100, 900, 110] }) + writeRun({ id: 'y', ns: [7] })),
  );
  expect([...benches.values()]).toEqual([
    { name: 'copy.bench.mjs: copy > from [size=1024]', nsPerOperation: [110, 7], failures: 0 },
  ]);
});

const good = writeRun({ id: 'x', ns: [1] });
test.each([
  ['a file without a summary', good.split('\n').slice(0, 1).join('\n').concat('\n'), 'ends before its run'],
  ['a file cut in a line', good.slice(0, -20), 'ends before its run'],
  ['an empty file', '', 'no records'],
  ['a foreign record', '{"type":"test:pass","data":{}}\n', 'not a record of node:bench'],
  ['a line of text', 'hello\n', 'not valid JSON'],
  ['a run twice', good + good, 'twice'],
  ['a negative duration', good.replace('"10"', '"-10"'), 'not a record of node:bench'],
  ['no operations', good.replace('"operations":10', '"operations":0'), 'not a record of node:bench'],
])('%s is refused in words', (_what, text, message) => {
  expect(() => readNodeBench(write(text))).toThrow(message);
});

test('two benchmarks of one name in one process are refused', () => {
  const [complete = '', summary = ''] = good.split('\n');
  expect(() => readNodeBench(write(`${complete}\n${complete}\n${summary}\n`))).toThrow('two benchmarks');
});

test('many samples of one process a side are never a regression', () => {
  const a = readNodeBench(write(writeRun({ id: 'a', ns: new Array(50).fill(100) })));
  const b = readNodeBench(write(writeRun({ id: 'b', ns: new Array(50).fill(900) })));
  const { verdict, rows } = compareNodeBench(a, b);
  expect(verdict).toBe('inconclusive');
  // 1/252 is the smallest p of 5 and 5 runs; 1/70, of 4 and 4, exceeds 1 %.
  expect(rows[0]?.reason).toContain('at least 5 are needed');
});

test('five runs that are all half as slow again are a regression, from another checkout as well', () => {
  const a = writeSide('a', [100, 101, 102, 103, 104]);
  const b = writeSide('b', [150, 151, 152, 153, 154]);
  expect(compareNodeBench(a, b)).toMatchObject({
    verdict: 'regression',
    rows: [{ runs: { a: 5, b: 5 }, nsPerOperation: { a: 102, b: 152 } }],
  });
  expect(compareNodeBench(b, a).verdict).toBe('improvement');
});

test('runs that are equal pass, and a benchmark that only fails in B is a regression', () => {
  const a = writeSide('a', [100, 101, 102, 103, 104]);
  expect(compareNodeBench(a, writeSide('b', [104, 102, 100, 103, 101])).verdict).toBe('pass');
  const failed = readNodeBench(
    write(writeRun({ id: 'z', ns: [], more: { error: { name: 'Error', message: 'no' } } })),
  );
  expect(compareNodeBench(a, failed)).toMatchObject({
    verdict: 'regression',
    rows: [{ nsPerOperation: { b: null } }],
  });
});

/** A fixed sequence of numbers between 0 and 1 (Park and Miller's generator). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('of 400 comparisons of noisy runs with themselves, at most 2 % are alarms', () => {
  const random = makeRandom(17);
  const draw = (): number[] => Array.from({ length: 10 }, () => 1000 + Math.round(1500 * random() ** 4));
  const side = (id: string): NodeBenchFile => ({
    processes: new Set(),
    benches: new Map([[id, { name: id, nsPerOperation: draw(), failures: 0 }]]),
  });
  const verdicts = Array.from({ length: 400 }, () => compareNodeBench(side('x'), side('x')).verdict);
  expect(verdicts.filter((verdict) => verdict === 'regression').length).toBeLessThanOrEqual(8);
});

const cli = join(import.meta.dirname, '../../dist/harness/cli.js');

function tidemark(...argv: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...argv], { encoding: 'utf8' });
  return { status, stdout: stdout.replace(/\s+/g, ' '), stderr: stderr.replace(/\s+/g, ' ') };
}

const writeRuns = (side: string, from: number): string =>
  write([0, 1, 2, 3, 4].map((i) => writeRun({ id: `${side}${i}`, ns: [from + i] })).join(''));

test('compare shows the verdict, and says what node:bench does not write', () => {
  const { status, stdout } = tidemark('compare', writeRuns('a', 100), writeRuns('b', 101));
  expect(status).toBe(0);
  expect(stdout).toContain('verdict: pass');
  expect(stdout).toContain('because node:bench does not write them');
});

test('check exits with 0 for equal runs, and with 1 for runs that are all half as slow again', () => {
  const a = writeRuns('a', 100);
  const check = (b: string): number | null => tidemark('check', '--baseline', a, '--bench-output', b).status;
  expect(check(writeRuns('b', 101))).toBe(0);
  expect(check(writeRuns('c', 150))).toBe(1);
});

test('check never passes if a benchmark is missing from one side', () => {
  const a = writeRuns('a', 100);
  const renamed = write(readFileSync(writeRuns('b', 100), 'utf8').replaceAll('"from"', '"other"'));
  const both = write(readFileSync(renamed, 'utf8') + readFileSync(writeRuns('c', 100), 'utf8'));
  for (const b of [renamed, both])
    expect(tidemark('check', '--baseline', a, '--bench-output', b).status).toBe(4);
  // compare is not a gate: it says so, and is strict only if it is asked to be.
  expect(tidemark('compare', a, both).stdout).toContain('missing from A');
});

test('check refuses in words what does not go with output of node:bench', () => {
  const [a, b] = [writeRuns('a', 100), writeRuns('b', 100)];
  const alone = tidemark('check', '--baseline', a);
  expect([alone.status, alone.stderr]).toEqual([2, expect.stringContaining('--bench-output after.ndjson')]);
  const revision = tidemark('check', '--baseline', a, '--bench-output', b, '--against-rev', 'main');
  expect([revision.status, revision.stderr]).toEqual([2, expect.stringContaining('measured already')]);
  const same = tidemark('check', '--baseline', a, '--bench-output', a);
  expect([same.status, same.stderr]).toEqual([2, expect.stringContaining('runs in common')]);
});

test('report prints the medians of the runs of a file, and compares two', () => {
  const [a, b] = [writeRuns('a', 100), writeRuns('b', 150)];
  const { status, stdout } = tidemark('report', a);
  expect(status).toBe(0);
  expect(stdout).toContain('copy.bench.mjs: copy > from [size=1024]');
  expect(stdout).toMatch(/time per operation 102 ns 100 ns 104 ns 5 0/);
  expect(stdout).toContain('Environment and memory: –, because');
  expect(stdout).not.toContain('One process does not show');
  expect(tidemark('report', write(writeRun({ id: 'x', ns: [1, 2] }))).stdout).toContain(
    'One process does not show how much processes differ',
  );
  expect(tidemark('report', a, b).stdout).toContain('verdict: regression');
  expect(tidemark('report', a, '--out', 'page.html').stderr).toContain(
    '--out does not know output of node:bench',
  );
});
