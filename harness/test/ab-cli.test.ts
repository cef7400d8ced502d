/** `ab` from its arguments to its exit code. Counters only: a run of each takes a few milliseconds. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportComparison } from '../compare/verdict.ts';
import { EXIT } from '../errors.ts';
import { reportSchema } from '../report-schema.ts';
import type { Report } from '../result.ts';
import { KiB } from './builders.ts';
import { CommandLine, findRunFolder } from './command-line.ts';
import { GitProject } from './git-project.ts';

let cli: CommandLine;
beforeAll(() => {
  cli = new CommandLine('ab');
});
afterAll(() => {
  cli.remove();
});

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures-cli', `${name}.ts`);
const COUNTED = ['--metrics', 'exact'];
const AWAIT_DRAIN = ['-s', 'await-drain', '-p', 'volume=1MiB', ...COUNTED];
/** 64 KiB is a multiple of the chunk size, so the full queue has exactly that many bytes. */
const WIDER = ['--a-param', 'highWaterMark=64KiB', '--b-param', 'highWaterMark=128KiB'];
const SAME = ['--a-node', 'current', '--b-node', 'current'];
const COMPLETE_FILES = [
  'invocation.json',
  'journal.ndjson',
  'labels.csv',
  'report.html',
  'report.json',
  'runs.csv',
  'samples.csv',
];

const readReport = (folder: string, side: 'a' | 'b'): Report =>
  reportSchema.parse(JSON.parse(readFileSync(join(folder, side, 'report.json'), 'utf8')));

async function ab(args: readonly string[], env?: NodeJS.ProcessEnv) {
  const resultsRoot = cli.makeResultsRoot();
  const ended = await cli.run(['ab', '--results', resultsRoot, ...args], env);
  return { ...ended, resultsRoot, findFolder: () => findRunFolder(resultsRoot) };
}

const find = (comparison: ReportComparison, metric: string) =>
  comparison.cases[0]?.metrics.find((one) => one.metric === metric);

describe('ab', () => {
  test('detects that a larger highWaterMark buffers more, and writes an ordinary report of each side', async () => {
    const { code, stdout, stderr, findFolder } = await ab([...AWAIT_DRAIN, ...WIDER]);
    expect(code).toBe(EXIT.failed);
    expect(stdout).toMatch(/^peak buffered +64 KiB +128 KiB +\+64 KiB .* regression$/m);
    expect(stdout).toMatch(/^verdict: regression/m);
    expect(stderr).toMatch(/^case 1\/1, run 1\/6: await-drain pair 1\/3, [AB] measure$/m);
    expect(stderr).toContain(`results in ${findFolder()}\n`);

    const folder = findFolder();
    expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'compare.html']);
    for (const side of ['a', 'b'] as const) {
      expect(readdirSync(join(folder, side)).sort()).toEqual(COMPLETE_FILES);
      const report = readReport(folder, side);
      const label = `highWaterMark ${side === 'a' ? 64 : 128} KiB`;
      expect(report).toMatchObject({ complete: true, side: { name: side, label } });
      const [result] = report.results;
      expect(result?.parameters.highWaterMark).toBe((side === 'a' ? 64 : 128) * KiB);
      expect(result?.runs.map(({ kind, pair, batch }) => ({ kind, pair, batch }))).toEqual(
        [0, 1, 2].map((pair) => ({ kind: 'measure', pair, batch: 1 })),
      );
    }
  });

  test('prints the comparison as JSON, and comparing its two files gives the same, byte for byte', async () => {
    const { code, stdout, findFolder } = await ab([...AWAIT_DRAIN, ...WIDER, '--json', '--seed', '7']);
    expect(code).toBe(EXIT.failed);
    const comparison = JSON.parse(stdout) as ReportComparison;
    expect(comparison).toMatchObject({ isComparable: true, verdict: 'regression', missing: [] });
    expect(find(comparison, 'peakBufferedBytes')).toMatchObject({
      ...{ a: 64 * KiB, b: 128 * KiB, verdict: 'regression' },
      difference: { kind: 'absolute', estimate: 64 * KiB },
    });
    const again = await cli.run(['compare', join(findFolder(), 'a'), join(findFolder(), 'b'), '--json']);
    expect(again).toMatchObject({ code, stdout });
  });

  test('of a program against itself passes', async () => {
    const { code, stdout } = await ab([...AWAIT_DRAIN, ...SAME, '--json']);
    expect(code).toBe(EXIT.pass);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'pass' });
  });

  test('interleaves runs of A and B, in an order that depends on the seed', async () => {
    const orderOf = async (seed: string): Promise<string[]> => {
      const { findFolder } = await ab([...AWAIT_DRAIN, ...SAME, '--pairs', '8', '--seed', seed]);
      const order: string[] = [];
      for (const side of ['a', 'b'] as const)
        for (const { index, pair } of readReport(findFolder(), side).results.flatMap(({ runs }) => runs))
          order[index] = `${side}${pair}`;
      return order;
    };
    const order = await orderOf('1');
    // Eight pairs, one after another.
    expect(order.map((run) => Number(run.slice(1)))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7,
    ]);
    expect(await orderOf('1')).toEqual(order);
    expect(await orderOf('2')).not.toEqual(order);
  });

  test('gives each side its Node flags, and records them in its environment', async () => {
    const { code, findFolder } = await ab([...AWAIT_DRAIN, '--b-flag=--max-semi-space-size=8']);
    expect(code).toBe(EXIT.pass);
    expect(readReport(findFolder(), 'a')).toMatchObject({
      side: { label: 'no flag' },
      environment: { flags: ['--expose-gc'] },
    });
    expect(readReport(findFolder(), 'b')).toMatchObject({
      side: { label: '--max-semi-space-size=8' },
      environment: { flags: ['--expose-gc', '--max-semi-space-size=8'] },
    });
  });

  test('measures growth on both sides', async () => {
    const requested = ['-s', 'await-drain', '-p', 'volume=1MiB', '--metrics', 'exact,growth'];
    const { code, findFolder } = await ab([...requested, ...SAME, '--growth-volume', '16MiB']);
    expect(code).toBe(EXIT.pass);
    for (const side of ['a', 'b'] as const)
      expect(readReport(findFolder(), side).results[0]?.growth?.verdict).toBe('bounded');
  });

  test('with a side that fails says how, and exits with 1 if only B fails', async () => {
    const sides = ['--a-param', 'ending=crashes', '--b-param', 'ending=completes'];
    const { code, stdout } = await ab(['-s', fixture('ends-as-requested'), ...COUNTED, ...sides]);
    expect(code).toBe(EXIT.notMeasured);
    expect(stdout).toMatch(
      /✗ 1 of 1 runs \(measure\) crashed in run: Error: on purpose\s\[A,\sending\scrashes\]/,
    );
    const swapped = ['--b-param', 'ending=crashes', '--a-param', 'ending=completes'];
    expect((await ab(['-s', fixture('ends-as-requested'), ...COUNTED, ...swapped])).code).toBe(EXIT.failed);
  });
});

/** Writes 64 chunks of 16 KiB into a sink of 64 KiB, and waits whenever the condition is true. */
const makeBench = (condition: string): string => `
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from 'tidemark';

export default defineScenario({
  name: 'upload',
  title: 'Writes what was uploaded',
  about: { what: 'Writes.', why: 'It is the work to measure.', expect: 'A bounded queue.' },
  tags: [],
  parameters: { highWaterMark: bytes([64 * KiB]), volume: volume(1 * MiB) },
  async run({ parameters, watch, signal }) {
    const { highWaterMark, volume } = parameters;
    const sink = watch('sink', new Writable({ highWaterMark, write: (_chunk, _encoding, done) => setImmediate(done) }));
    for (let index = 0; index < volume / (16 * KiB); index += 1) {
      const isFull = !sink.write(Buffer.alloc(16 * KiB));
      if (${condition}) await once(sink, 'drain', { signal });
    }
    sink.end();
    await finished(sink, { signal });
  },
});
`;

describe('ab by revision', () => {
  let projects = 0;
  function makeProject(): { project: GitProject; bench: string } {
    projects += 1;
    const project = new GitProject(join(cli.root, `project-${projects}`));
    project.commit({ 'bench/upload.ts': makeBench('isFull') });
    return { project, bench: join(project.root, 'bench/upload.ts') };
  }

  test('detects the revision that ignores one drain, and leaves no worktree', async () => {
    const { project, bench } = makeProject();
    project.git('branch', 'before');
    // The eighth write fills the queue for the second time.
    const commit = project.commit({ 'bench/upload.ts': makeBench('isFull && index !== 7') });
    const before = project.describe();
    const requested = ['-s', bench, ...COUNTED, '--a-rev', 'before', '--b-rev', 'HEAD', '--json'];
    const { code, stdout, findFolder } = await ab(requested);
    expect(code).toBe(EXIT.failed);
    const comparison = JSON.parse(stdout) as ReportComparison;
    expect(find(comparison, 'writesAfterFalse')).toMatchObject({ a: 0, b: 1, verdict: 'regression' });
    expect(comparison.b.label).toBe(`HEAD (${commit.slice(0, 10)})`);
    expect(readReport(findFolder(), 'b').environment.gitCommit).toBe(commit);
    expect(project.describe()).toBe(before);
    expect(readdirSync(cli.root).filter((name) => name.startsWith('tidemark-revision'))).toEqual([]);
  });

  test('compares the working tree with the one revision that is given', async () => {
    const { project, bench } = makeProject();
    project.write({ 'bench/upload.ts': makeBench('isFull && index !== 7') });
    const { code, stdout } = await ab(['-s', bench, ...COUNTED, '--a-rev', 'HEAD', '--json']);
    expect(code).toBe(EXIT.failed);
    const comparison = JSON.parse(stdout) as ReportComparison;
    expect(comparison.b.label).toBe('working tree');
    expect(find(comparison, 'writesAfterFalse')).toMatchObject({ a: 0, b: 1 });
  });

  test('prints no command for a run of a revision that is no longer checked out', async () => {
    const { project, bench } = makeProject();
    project.commit({ 'bench/upload.ts': makeBench('Promise.reject(new Error("on purpose"))') });
    const { code, stdout } = await ab(['-s', bench, ...COUNTED, '--a-rev', 'HEAD']);
    expect(code).toBe(EXIT.notMeasured);
    const [ofA = '', ofB = ''] = stdout.split('✗ 1 of 1 runs').slice(1);
    expect(ofA).toContain('its revision is no longer checked out');
    expect(ofA).not.toContain('reproduce with:');
    expect(ofB).toContain('reproduce with:');
  });

  test('compares a revision with one that does not have a parameter yet', async () => {
    const { project, bench } = makeProject();
    const more = makeBench('isFull').replace('parameters: {', 'parameters: { rate: bytes([1024]),');
    project.write({ 'bench/upload.ts': more });
    for (const side of ['--a-rev', '--b-rev']) {
      const { code, stdout } = await ab(['-s', bench, ...COUNTED, side, 'HEAD', '--json']);
      expect(code).toBe(EXIT.pass);
      expect(JSON.parse(stdout)).toMatchObject({
        cases: [{ scenario: 'upload' }],
        missing: [],
        verdict: 'pass',
      });
    }
  });

  test('removes the first checkout if the second cannot be made', async () => {
    const { project, bench } = makeProject();
    const before = project.describe();
    const { code, stderr } = await ab(['-s', bench, ...COUNTED, '--a-rev', 'HEAD', '--b-rev', 'none']);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain("there is no revision 'none'");
    expect(project.describe()).toBe(before);
  });
});

describe('a mistake exits with 2, and says what to try', () => {
  test.concurrent.each([
    ['no difference', AWAIT_DRAIN, 'no difference between A and B is given', '--a-node 20 --b-node 24'],
    ['two differences', [...AWAIT_DRAIN, ...SAME, ...WIDER], 'differ by node and by param', 'choose one'],
    ['no scenario', SAME, 'no scenario is selected', '--scenario await-drain'],
    [
      'a revision of a built-in scenario',
      [...AWAIT_DRAIN, '--a-rev', 'main'],
      'comes with tidemark',
      './bench/upload.ts',
    ],
    ['a parameter', [...AWAIT_DRAIN, '--b-param', 'chunksise=1'], 'no parameter chunksise', 'chunkSize?'],
    [
      'a parameter of one scenario',
      ['-s', 'await-drain,baseline-noop', ...WIDER],
      'baseline-noop has no',
      'leave that',
    ],
    ['a flag that Node does not have', [...AWAIT_DRAIN, '--b-flag=--none'], '--none', 'check --node'],
    [
      'too few pairs',
      ['-s', 'await-drain', ...SAME, '--max-pairs', '9'],
      'is less than the 30 pairs',
      '--metrics exact',
    ],
    [
      'a class of metrics',
      ['-s', 'await-drain', ...SAME, '--metrics', 'noisy'],
      'does not name a metric class',
      'memory',
    ],
  ])('%s', async (_name, args, message, hint) => {
    const { code, stdout, stderr, resultsRoot } = await ab(args);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(existsSync(resultsRoot)).toBe(false);
  });
});

test('an interruption saves what was measured, and says what can be done with it', async () => {
  const resultsRoot = cli.makeResultsRoot();
  const env = { TIDEMARK_TEST_FILE: join(cli.root, 'never-there') };
  const scenarios = ['-s', 'baseline-noop', '-s', fixture('waits-for-a-file'), '--env', 'TIDEMARK_TEST_FILE'];
  // With this seed the first pair is one of baseline-noop.
  const requested = [...scenarios, ...COUNTED, ...SAME, '--results', resultsRoot, '--seed', '2'];
  const child = cli.start(['ab', ...requested], env);
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const runs = resultsRoot;
  const hasJournal = (side: 'a' | 'b'): boolean =>
    existsSync(runs) && readdirSync(runs).some((id) => existsSync(join(runs, id, side, 'journal.ndjson')));
  while (!(hasJournal('a') && hasJournal('b'))) await new Promise(setImmediate);
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  expect(code).toBe(EXIT.interrupted);
  expect(await stdout).toBe('');
  const folder = findRunFolder(resultsRoot);
  expect(await stderr).toContain(`tidemark compare ${join(folder, 'a')} ${join(folder, 'b')}\n`);
  expect(await stderr).toContain('--seed 2 gives the same order');
  for (const side of ['a', 'b'] as const) {
    const { complete, results } = readReport(folder, side);
    expect(complete).toBe(false);
    expect(results[0]).toMatchObject({ scenario: 'baseline-noop', runs: [{ pair: 0, batch: 1 }] });
  }
});

test('the help names every exit code that `ab` can have, and fits 80 columns', async () => {
  const { code, stdout } = await cli.run(['ab', '--help']);
  expect(code).toBe(EXIT.pass);
  const codes = /Exit codes:([\s\S]*)$/.exec(stdout)?.[1] ?? '';
  for (const status of [0, 1, 2, 3, 4, 5, 6, 70, 129, 130, 143])
    expect(codes).toMatch(new RegExp(`(^|·\\s|\\s)${status}[\\s,]`));
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
