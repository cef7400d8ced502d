/** A baseline and the gate, as CI runs them: from the arguments to the exit code. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { reportSchema } from '../report-schema.ts';
import type { Report } from '../result.ts';
import { listReports } from '../store/baselines.ts';
import { CommandLine } from './command-line.ts';

const cli = new CommandLine('check');
const SCENARIO = join(cli.root, 'buffers-as-requested.ts');
const RESULTS = join(cli.root, 'results');
const BASELINE = join(RESULTS, 'baselines/main.json');

/** Like a change to its file. */
function writeScenario(change: { readonly from?: string; readonly to?: string } = {}): void {
  const source = readFileSync(join(import.meta.dirname, 'fixtures-cli/buffers-as-requested.ts'), 'utf8');
  const { from = '', to = '' } = change;
  if (from !== '') expect(source).toContain(from);
  writeFileSync(SCENARIO, source.replace(from, to));
}

/** The report of the last check or run. */
function newestReport(resultsRoot: string): string {
  const id = listReports(resultsRoot).at(-1);
  return join(resultsRoot, String(id), 'report.json');
}

const check = (...args: readonly string[]) => cli.run(['check', '--results', RESULTS, ...args]);

/** A copy of the baseline with a change. */
function writeBaseline(name: string, change: (report: Report) => unknown): string {
  const path = join(cli.root, `${name}.json`);
  const report = reportSchema.parse(JSON.parse(readFileSync(BASELINE, 'utf8')));
  writeFileSync(path, JSON.stringify(change(report) ?? report));
  return path;
}

beforeAll(async () => {
  writeScenario();
  const run = ['-s', SCENARIO, '--no-profile', '--growth-volume', '1MiB', '--results', RESULTS];
  expect((await cli.run(run)).code).toBe(EXIT.pass);
  const saved = await cli.run(['baseline', 'save', 'main', '--results', RESULTS]);
  expect(saved).toMatchObject({ code: EXIT.pass, stdout: '' });
  expect(saved.stderr.replaceAll(/\s+/g, ' ')).toContain(`as ${BASELINE}`);
});
afterAll(() => cli.remove());

describe('a baseline', () => {
  test('is a complete report, and is listed', async () => {
    expect(reportSchema.parse(JSON.parse(readFileSync(BASELINE, 'utf8'))).results).toHaveLength(1);
    const { stdout } = await cli.run(['baseline', 'list', '--results', RESULTS]);
    expect(stdout).toMatch(/^main {2}1 case of 1 scenario, Node /);
  });

  test('is the newest report, even if another invocation began after it', async () => {
    mkdirSync(join(RESULTS, '9999-two-sides/a'), { recursive: true });
    const { code, stderr } = await cli.run(['baseline', 'save', 'newest', '--results', RESULTS]);
    expect({ code, isNamed: stderr.includes('9999') }).toEqual({ code: EXIT.pass, isNamed: false });
    const none = await cli.run(['baseline', 'save', 'none', '--results', join(cli.root, 'nothing')]);
    expect(none).toMatchObject({ code: EXIT.usage });
    expect(none.stderr).toContain('there is no report to store in');
  });

  test('can be any report, by its path', async () => {
    const path = writeBaseline('another', () => undefined);
    const { code } = await cli.run(['baseline', 'save', 'copy', path, '--results', join(cli.root, 'other')]);
    expect(code).toBe(EXIT.pass);
    expect(existsSync(join(cli.root, 'other/baselines/copy.json'))).toBe(true);
  });

  test('says what it replaces', async () => {
    const save = () => cli.run(['baseline', 'save', 'twice', BASELINE, '--results', RESULTS]);
    expect((await save()).stderr).not.toContain('it replaces');
    expect((await save()).stderr.replace(/\s+/g, ' ')).toContain('it replaces 1 case of 1 scenario, Node ');
  });

  test('that failed, or was measured with changes, is stored only with --force, and that is said', async () => {
    const path = writeBaseline('doubtful', ({ environment, ...report }) => ({
      ...report,
      results: report.results.map((one) => ({ ...one, expectations: [{ text: 'so', passed: false }] })),
      environment: { ...environment, gitCommit: '0123456789abcdef', gitIsClean: false },
    }));
    const save = ['baseline', 'save', 'doubtful', path, '--results', RESULTS];
    const refused = await cli.run(save);
    expect(refused.code).toBe(EXIT.usage);
    expect(refused.stderr).toContain('or store it anyway with --force');
    const { code, stderr } = await cli.run([...save, '--force']);
    expect(code).toBe(EXIT.pass);
    expect(stderr).toContain('failed: so');
    expect(stderr).toContain('! it was measured with changes that were not committed');
    expect(stderr).toContain('revision 01234567, with changes');
  });

  test('counts two scenarios with the same name as two', async () => {
    const path = writeBaseline('two', (report) => ({
      ...report,
      results: ['one.ts', 'two.ts'].flatMap((file) => report.results.map((one) => ({ ...one, file }))),
    }));
    const root = join(cli.root, 'two');
    const saved = await cli.run(['baseline', 'save', 'two', path, '--results', root]);
    expect(saved.stderr).toContain('2 cases of 2 scenarios');
  });

  test.each([
    [
      'of an interrupted invocation',
      (report: Report) => ({ ...report, complete: false }),
      'it was interrupted',
    ],
    ['without results', (report: Report) => ({ ...report, results: [] }), 'it has no results'],
    [
      'with a failed expectation',
      (report: Report) => ({
        ...report,
        results: report.results.map((one) => ({ ...one, expectations: [{ text: 'so', passed: false }] })),
      }),
      'failed: so',
    ],
    [
      'with changes that are not committed',
      (report: Report) => ({ ...report, environment: { ...report.environment, gitIsClean: false } }),
      'changes that were not committed',
    ],
    [
      'of a single run',
      (report: Report) => ({
        ...report,
        results: report.results.map((one) => ({ ...one, runs: one.runs.slice(0, 1) })),
      }),
      'has 1 measure run',
    ],
  ])('%s is refused', async (_name, change, reason) => {
    const path = writeBaseline('unfit', change);
    const { code, stderr } = await cli.run(['baseline', 'save', 'unfit', path, '--results', RESULTS]);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain(reason);
    expect(existsSync(join(RESULTS, 'baselines/unfit.json'))).toBe(false);
  });

  test.each(['../main', 'a/b', '', '.hidden'])('cannot be named %j', async (name) => {
    const { code } = await cli.run(['baseline', 'save', name, '--results', RESULTS]);
    expect(code).toBe(EXIT.usage);
  });
});

describe('the gate', () => {
  test('passes if nothing has changed', async () => {
    writeScenario();
    const { code, stdout } = await check('--baseline', 'main');
    expect({ code, stdout }).toMatchObject({ code: EXIT.pass });
    expect(stdout).toContain('verdict: pass');
    expect(stdout).toMatch(/^A {2}baseline main, /m);
  });

  test('fails if more is buffered, and names the metric', async () => {
    writeScenario({ from: 'HIGH_WATER_MARKS = 1', to: 'HIGH_WATER_MARKS = 2' });
    const { code, stdout } = await check('--baseline', 'main');
    expect(code).toBe(EXIT.failed);
    const lines = stdout.trimEnd().split('\n');
    const last = lines.slice(-10).join('\n');
    expect(last).toMatch(/^verdict: regression, compared with baseline main: the case failed /m);
    expect(last).toContain('✗ buffers-as-requested: peak buffered: 64 KiB → 128 KiB, 2 times as much');
    expect(last).toMatch(/^ {2}npx tidemark run --scenario .*buffers-as-requested\.ts/m);
    expect(lines.length).toBeLessThanOrEqual(25);
  });

  test('fails if growth is no longer bounded', async () => {
    writeScenario({ from: 'WAITS = true', to: 'WAITS = false' });
    const { code, stdout } = await check('--baseline', 'main', '--json');
    expect(code).toBe(EXIT.failed);
    const metrics = JSON.parse(stdout).cases[0].metrics as { metric: string; verdict: string }[];
    expect(metrics.find(({ metric }) => metric === 'growth')?.verdict).toBe('regression');
  });

  test('fails if a limit of the scenario is exceeded, even if the baseline exceeds it as well', async () => {
    writeScenario({ from: 'LIMIT = 1024', to: 'LIMIT = 1' });
    const { code, stdout } = await check('--baseline', 'main');
    expect(code).toBe(EXIT.failed);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'expectation failed: limit: peakBufferedBytes is at most 1 KiB',
    );
  });

  test('reports that a run could not be measured', async () => {
    writeScenario({ from: 'FAILS = false', to: 'FAILS = true' });
    const { code, stdout } = await check('--baseline', 'main');
    expect(code).toBe(EXIT.failed);
    expect(stdout).toContain('on purpose');
  });

  test('reports to CI in a file, and prints the tables to stdout', async () => {
    writeScenario();
    const file = join(cli.root, 'check.xml');
    const { code, stdout } = await check('--baseline', 'main', '--reporter', `junit=${file}`);
    expect(code).toBe(EXIT.pass);
    expect(readFileSync(file, 'utf8')).toContain('<testsuite ');
    expect(stdout).toContain('verdict: pass');
  });

  test('checks only the scenarios that --scenario names', async () => {
    writeScenario();
    const path = writeBaseline('two-scenarios', ({ results, ...report }) => ({
      ...report,
      results: [...results, ...results.map((one) => ({ ...one, scenario: 'other', file: 'other.ts' }))],
    }));
    const { code, stdout } = await check('--baseline', path, '--scenario', SCENARIO);
    expect({ code, stdout }).toMatchObject({ code: EXIT.pass });
    const none = await check('--baseline', path, '--scenario', 'await-drain');
    expect(none.code).toBe(EXIT.usage);
    expect(none.stderr).toContain('it has buffers-as-requested, other');
  });

  test('shows what it would gate, and runs nothing', async () => {
    writeScenario({ from: 'HIGH_WATER_MARKS = 1', to: 'HIGH_WATER_MARKS = 2' });
    const { code, stdout, stderr } = await check('--baseline', 'main', '--dry-run');
    expect({ code, stderr }).toEqual({ code: EXIT.pass, stderr: '' });
    expect(stdout).toContain('buffers-as-requested: peakBufferedBytes, writesAfterFalse');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('memory and time, by the stored file of this machine', () => {
  const ENOUGH = join(RESULTS, 'baselines/enough.json');

  interface JudgedMetric {
    readonly metric: string;
    readonly class: string;
    readonly verdict: string;
    readonly reason: string;
    readonly isGated: boolean;
  }
  const MACHINE_DEPENDENT = ['stablePeakRssBytes', 'stablePeakArrayBuffersBytes', 'cpuMs', 'durationMs'];
  const metricsOf = (stdout: string): JudgedMetric[] => JSON.parse(stdout).cases[0].metrics;
  const rssOf = (stdout: string): JudgedMetric | undefined =>
    metricsOf(stdout).find(({ metric }) => metric === 'stablePeakRssBytes');

  beforeAll(async () => {
    writeScenario();
    const many = ['--runs', '30', '--stable-runs', '10', '--no-growth'];
    const run = ['-s', SCENARIO, '--no-profile', ...many, '--results', RESULTS];
    expect((await cli.run(run)).code).toBe(EXIT.pass);
    expect((await cli.run(['baseline', 'save', 'enough', '--results', RESULTS])).code).toBe(EXIT.pass);
  });

  test('are judged if it has enough runs, and nothing fails without a change', async () => {
    writeScenario();
    const { code, stdout } = await check('--baseline', 'enough', '--metrics', 'all', '--json');
    expect(code).toBe(EXIT.pass);
    const judged = metricsOf(stdout).filter(({ metric }) => MACHINE_DEPENDENT.includes(metric));
    expect(judged).toHaveLength(MACHINE_DEPENDENT.length);
    for (const { isGated, verdict } of judged)
      expect({ isGated, verdict }).toEqual({
        isGated: true,
        verdict: expect.stringMatching(/^(pass|inconclusive|improvement)$/),
      });
  });

  test('more memory fails by default, and only after a fresh batch of runs confirms it', async () => {
    writeScenario({ from: 'RETAINED_MIB = 0', to: 'RETAINED_MIB = 64' });
    const { code, stdout } = await check('--baseline', 'enough', '--json');
    expect(code).toBe(EXIT.failed);
    expect(rssOf(stdout)).toMatchObject({ verdict: 'regression', isGated: true });
    expect(rssOf(stdout)?.reason).toMatch(
      /^10 runs per side show B .* a fresh batch of 10 runs per side confirms it$/,
    );
    const report = reportSchema.parse(JSON.parse(readFileSync(newestReport(RESULTS), 'utf8')));
    const runs = report.results.flatMap((one) => one.runs).filter(({ kind }) => kind === 'stable');
    // Comparing the files gives the same.
    const again = await cli.run(['compare', ENOUGH, newestReport(RESULTS), '--json']);
    expect(JSON.parse(again.stdout).cases).toEqual(JSON.parse(stdout).cases);
    expect(runs.map(({ batch = 1 }) => batch).sort()).toEqual([...Array(10).fill(1), ...Array(10).fill(2)]);
  });

  test('are not run if only counters were requested', async () => {
    writeScenario({ from: 'RETAINED_MIB = 0', to: 'RETAINED_MIB = 64' });
    const { code, stdout } = await check('--baseline', 'enough', '--metrics', 'exact', '--json');
    expect(code).toBe(EXIT.pass);
    expect(
      metricsOf(stdout)
        .filter(({ isGated }) => isGated)
        .map((one) => one.class),
    ).not.toContain('time');
    const report = reportSchema.parse(JSON.parse(readFileSync(newestReport(RESULTS), 'utf8')));
    expect(report.results[0]?.runs.filter(({ kind }) => kind === 'stable')).toEqual([]);
  });

  test('of another machine are listed with the field that differs, and counters are judged', async () => {
    writeScenario();
    const report = reportSchema.parse(JSON.parse(readFileSync(ENOUGH, 'utf8')));
    const path = join(cli.root, 'enough-elsewhere.json');
    const environment = { ...report.environment, cpuModel: 'abacus' };
    writeFileSync(path, JSON.stringify({ ...report, environment }));
    const { code, stdout } = await check('--baseline', path, '--json');
    expect(code).toBe(EXIT.pass);
    expect(rssOf(stdout)).toMatchObject({
      class: 'informational',
      reason: 'the machines differ: cpuModel',
    });
    const planned = await check('--baseline', path, '--dry-run');
    expect(planned.stdout.replace(/\s+/g, ' ')).toContain(
      'not stablePeakRssBytes, stablePeakArrayBuffersBytes, cpuMs, durationMs: the machines differ: cpuModel',
    );
  });

  test('that were requested and cannot be judged exit with 4, and say how to make it possible', async () => {
    writeScenario();
    const { code, stderr } = await check('--baseline', 'main', '--metrics', 'all');
    expect(code).toBe(EXIT.notComparable);
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'buffers-as-requested has 0 stable runs in the baseline, and 10 are needed',
    );
    expect(stderr).toContain('--against-rev');
  });

  test('cannot be requested by an unknown name', async () => {
    for (const metrics of ['rss', 'all,wall']) {
      const { code, stderr } = await check('--baseline', 'main', '--metrics', metrics);
      expect(code).toBe(EXIT.usage);
      expect(stderr).toContain('choose from exact, growth, memory, time');
    }
  });
});

describe('what cannot be compared never passes', () => {
  const environmentOf = (report: Report, change: Partial<Report['environment']>): Report => ({
    ...report,
    environment: { ...report.environment, ...change },
  });
  const ofNode = (report: Report): Report => {
    const nodes = report.environment.nodes.map((node) => ({ ...node, node: '18.0.0' }));
    return environmentOf(report, { node: '18.0.0', nodes });
  };

  test.each([
    ['of another Node major', ofNode, 'Node major versions differ: 18'],
    [
      'with other flags',
      (report: Report) => environmentOf(report, { flags: ['--expose-gc', '--max-semi-space-size=1'] }),
      'Node flags differ',
    ],
  ])('a baseline %s', async (_name, change, reason) => {
    writeScenario();
    const { code, stderr } = await check('--baseline', writeBaseline('other', change));
    expect(code).toBe(EXIT.notComparable);
    expect(stderr).toContain(reason);
  });

  test('a baseline with an additional case', async () => {
    writeScenario();
    const path = writeBaseline('more', (report) => {
      const [first] = report.results;
      const another = first && { ...first, parameters: { ...first.parameters, highWaterMark: 1 } };
      return { ...report, results: [first, another] };
    });
    const { code, stdout } = await check('--baseline', path);
    expect(code).toBe(EXIT.notComparable);
    expect(stdout).toContain('only in A');
  });

  test('a case with another volume, which is said before anything runs', async () => {
    writeScenario();
    const path = writeBaseline('volume', ({ results, ...report }) => ({
      ...report,
      results: results.map((one) => ({ ...one, parameters: { ...one.parameters, volume: 5 } })),
    }));
    const { code, stdout, stderr } = await check('--baseline', path);
    expect(code).toBe(EXIT.notComparable);
    const [first = ''] = stderr.replace(/\s+/g, ' ').split('case 1/1');
    expect(first).toMatch(/in the baseline only: .*: volume is \S+ MiB now, and was 5 B/);
    expect(stdout).toContain('no case was run on both sides');
  });

  test('a case that the baseline does not have', async () => {
    writeScenario();
    const path = writeBaseline('fewer', (report) => {
      const parameterValues = { ...report.request.parameterValues, highWaterMark: ['64KiB', '32KiB'] };
      return { ...report, request: { ...report.request, parameterValues } };
    });
    const { code, stdout } = await check('--baseline', path);
    expect(code).toBe(EXIT.notComparable);
    expect(stdout).toContain('only in B');
  });

  test('another machine, if time and RSS are requested', async () => {
    writeScenario();
    const path = writeBaseline('machine', (report) => environmentOf(report, { cpuModel: 'abacus' }));
    const requested = await check('--baseline', path, '--metrics', 'all');
    expect(requested.code).toBe(EXIT.notComparable);
    expect(requested.stderr.replace(/\s+/g, ' ')).toContain('another machine (cpuModel)');
    // Counters and growth are the same everywhere.
    expect((await check('--baseline', path)).code).toBe(EXIT.pass);
  });
});

describe('a baseline that cannot be read is refused', () => {
  test.each([
    ['that is empty', '', 'is empty'],
    ['that was cut off', '{"schemaVersion": 1, "id', 'is not valid JSON'],
    ['of an older version', '{"schemaVersion": 0}', 'has schema version 0'],
    ['of a newer version', '{"schemaVersion": 2}', 'update tidemark'],
    ['of something else', '{"name": "package"}', 'is not a tidemark report'],
  ])('one %s', async (_name, text, reason) => {
    const path = join(cli.root, 'unreadable.json');
    writeFileSync(path, text);
    const { code, stdout, stderr } = await check('--baseline', path);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    expect(stderr).toContain(reason);
  });

  test('one that does not exist, with the name that was meant', async () => {
    const { code, stderr } = await check('--baseline', 'mian');
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain('did you mean main?');
  });

  test('one that was made by another command', async () => {
    const path = writeBaseline('command', (report) => ({
      ...report,
      request: { ...report.request, command: 'ab' as const },
    }));
    const { code, stderr } = await check('--baseline', path);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(/is one side of an A\/B comparison/);
  });

  test('none at all', async () => {
    expect((await cli.run(['check'])).code).toBe(EXIT.usage);
    mkdirSync(join(cli.root, 'folder'), { recursive: true });
    copyFileSync(BASELINE, join(cli.root, 'folder/report.json'));
    // A folder stands for the report in it.
    writeScenario();
    expect((await check('--baseline', join(cli.root, 'folder'))).code).toBe(EXIT.pass);
  });
});
