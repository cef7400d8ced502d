import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCommand } from '../command-line/check.ts';
import { UsageError } from '../errors.ts';
import { unitKey } from '../plan/unit-key.ts';
import type { MeasurementRequest } from '../request.ts';
import type { CaseResult } from '../result.ts';
import { makeCase, makeReport, REQUEST } from '../test/builders.ts';
import { recallBaseline, selectShard } from './recall-baseline.ts';

const SCENARIO = 'export default { run() {} };';
let root = '';
let project = '';
const before = process.cwd();

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-recall-')));
  project = join(root, 'project');
  mkdirSync(join(project, '.git'), { recursive: true });
  writeFileSync(join(root, 'outside.ts'), SCENARIO);
  for (const file of ['bench', 'packages/app/bench']) {
    mkdirSync(join(project, file), { recursive: true });
    writeFileSync(join(project, file, 'upload.bench.ts'), SCENARIO);
  }
  mkdirSync(join(project, 'packages/app/links'));
  mkdirSync(join(root, 'elsewhere'));
  symlinkSync(join(root, 'outside.ts'), join(project, 'packages/app/links/link.bench.ts'));
  symlinkSync(join(root, 'elsewhere'), join(project, 'packages/app/elsewhere'));
  symlinkSync('../bench/upload.bench.ts', join(project, 'packages/app/links/inside.ts'));
  process.chdir(join(project, 'packages/app'));
});
afterAll(() => {
  process.chdir(before);
  rmSync(root, { recursive: true, force: true });
});

/** `words` by option, as they are typed after `check --baseline main`. */
function recall(
  request: Partial<MeasurementRequest>,
  words: Readonly<Record<string, unknown>> = {},
  results: readonly Partial<CaseResult>[] = [],
) {
  const options = checkCommand.resolve({ baseline: 'main', seed: '7', ...words });
  const report = makeReport({ request: { ...REQUEST, ...request }, results: results.map(makeCase) });
  return recallBaseline(report, 'main.json', options);
}

function refusalOf(...args: Parameters<typeof recall>): UsageError {
  try {
    recall(...args);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('a name that only the baseline knows is that of its file', () => {
  const named = (scenario: string) =>
    recall({}, { scenario: [scenario] }, [{ scenario: 'upload', file: 'packages/app/bench/upload.bench.ts' }])
      .scenarios;
  const file = join(project, 'packages/app/bench/upload.bench.ts');
  expect(named('upload')).toEqual([file]);
  expect(named('up*,ignore-drain,./other.ts')).toEqual([file, 'ignore-drain', './other.ts']);
  expect(named('download')).toEqual(['download']);
});

test('a name of the baseline that is that of a file of node:bench is measured as one', () => {
  const results = [{ scenario: 'upload', file: 'packages/app/bench/upload.bench.ts' }];
  const { scenarios } = recall(
    { scenarios: ['bench:./bench/upload.bench.ts'] },
    { scenario: ['upload'] },
    results,
  );
  expect(scenarios).toEqual([`bench:${join(project, 'packages/app/bench/upload.bench.ts')}`]);
});

test('a name whose file would be outside of the project is refused', () => {
  const results = [{ scenario: 'upload', file: '../outside.ts' }];
  expect(refusalOf({}, { scenario: ['upload'] }, results).message).toContain('not a file of this project');
});

test('the baseline decides what is measured; the user decides where, and how it is shown', () => {
  const request = { parameterValues: { sink: ['all'] }, measureRuns: 5, nodes: ['20'], timeoutMs: 1 };
  expect(recall(request, { node: '24', results: 'elsewhere', timeout: '9s' })).toMatchObject({
    ...{ command: 'run', scenarios: ['ignore-drain'], measureRuns: 5, seed: 7 },
    ...{ parameterValues: new Map([['sink', ['all']]]) },
    ...{ nodes: ['24'], resultsRoot: 'elsewhere', timeoutMs: 9000 },
  });
});

test('a baseline never starts the Node that it was measured with', () => {
  expect(recall({ nodes: ['/tmp/evil/node'] }).nodes).toEqual([]);
});

test('the runtime that a baseline was measured with has to be named again', () => {
  const runtimes = ['bun'];
  expect(refusalOf({ runtimes })).toMatchObject({
    message: 'main.json was measured with the runtimes bun, which check does not take from a file',
    hint: 'give them yourself (--runtime bun)',
  });
  expect(recall({ runtimes }, { runtime: ['/opt/bun'] }).runtimes).toEqual(['/opt/bun']);
  expect(recall({}, {}).runtimes).toEqual([]);
});

test.each([
  ['--node', { node: '22' }],
  ['--against-rev', { 'against-rev': 'main' }],
])('another runtime is refused together with %s', (option, words) => {
  expect(refusalOf({}, { runtime: ['bun'], ...words }).message).toBe(
    `${option} is for Node, and --runtime bun is not`,
  );
});

test('one side of an A/B comparison is refused', () => {
  expect(refusalOf({ command: 'ab' }).message).toContain('is one side of an A/B comparison');
});

test('a report of tune, whose runs are not what its request says, is refused', () => {
  expect(refusalOf({ command: 'tune' }).message).toContain('is the report of a tuning');
});

describe.each([
  ['Node flags', 'nodeFlags', ['--import=data:text/javascript,evil()'], 'node-flag'],
  ['environment variables', 'environmentVariables', ['NPM_TOKEN'], 'env'],
] as const)('%s of a baseline', (what, field, stored, option) => {
  test('are refused, shown, and not passed on', () => {
    const { message, hint } = refusalOf({ [field]: stored });
    expect(message).toContain(`was measured with the ${what} ${stored[0]}`);
    expect(hint).toContain(`--${option}`);
    expect(hint).toContain('--trust-baseline-flags');
  });

  test('are used if the user gives the same ones', () => {
    expect(recall({ [field]: stored }, { [option]: [...stored] })[field]).toEqual(stored);
  });

  test('are used if the user trusts the file', () => {
    expect(recall({ [field]: stored }, { 'trust-baseline-flags': true })[field]).toEqual(stored);
  });

  test('are refused if the user gives only others', () => {
    const other = option === 'env' ? 'HOME' : '--jitless';
    expect(refusalOf({ [field]: stored }, { [option]: [other] }).message).toContain(stored[0]);
  });

  test('cannot control a terminal or a log through their names', () => {
    const { message } = refusalOf({ [field]: ['--a\n::error::gone\u001b[2J'] });
    expect(message).not.toContain('\n');
    expect(message).not.toContain('\u001b');
  });
});

describe('a scenario file of a baseline', () => {
  test.each([
    ['in the current folder', './bench/upload.bench.ts'],
    ['elsewhere in the repository', '../../bench/upload.bench.ts'],
    ['that a glob matches', 'bench/**/*.bench.ts'],
    ['in a folder', './bench'],
    ['behind a link to a file of the project', './links/inside.ts'],
    ['of node:bench', 'bench:./bench/upload.bench.ts'],
  ])('%s is measured', (_where, selector) => {
    expect(recall({ scenarios: [selector] }).scenarios).toEqual([selector]);
  });

  test.each([
    ['above the repository', '../../../outside.ts'],
    ['by an absolute path', '/tmp/evil.ts'],
    ['by a URL', pathToFileURL('/tmp/evil.mjs').href],
    ['by a URL of another host', 'file://elsewhere/evil.mjs'],
    ['behind a link', './links/link.bench.ts'],
    ['behind a link in a folder', './links'],
    ['behind a link in a folder below', './'],
    ['behind a link that a glob matches', './links/*.bench.ts'],
    ['behind a link in a folder that a glob matches', './l?nks/link.bench.ts'],
    ['behind a link that braces name', './links/{inside,link.bench}.ts'],
    ['behind a link in any folder', '../../**/*.ts'],
    ['in a folder behind a link', './elsewhere'],
    ['that a glob matches in a folder behind a link', './elsewhere/*.ts'],
    ['behind a glob', './bench/*/../../../../../*.ts'],
    ['of node:bench above the repository', 'bench:../../../outside.ts'],
    ['of node:bench behind a link', 'bench:./links/link.bench.ts'],
    ['of node:bench without an extension', 'bench:/tmp/evil'],
    ['with a NUL', './bench/\0/../../../../../evil.ts'],
  ])('%s is refused', (_where, selector) => {
    const { message, hint } = refusalOf({ scenarios: [selector] });
    expect(message).toContain('which is not a file of this project');
    expect(hint).toContain('--scenario FILE');
  });

  test('is replaced by the one that the user names', () => {
    const words = { scenario: ['./bench/upload.ts'] };
    expect(recall({ scenarios: ['/tmp/evil.ts'], all: true }, words)).toMatchObject({
      scenarios: ['./bench/upload.ts'],
      all: false,
    });
  });
});

test('each case of a baseline is in one shard, and one that is no longer there in the first', () => {
  const [gone, first, second] = ['gone', 'one', 'two'].map((scenario) => makeCase({ scenario })) as [
    CaseResult,
    CaseResult,
    CaseResult,
  ];
  const baseline = makeReport({ results: [gone, first, second] });
  const cases = [[unitKey(second), 1] as const, [unitKey(first), 2] as const];
  const resultsOf = (index: number) => selectShard(baseline, { index, total: 3, cases }).results;
  expect(resultsOf(1)).toEqual([gone, second]);
  expect(resultsOf(2)).toEqual([first]);
  expect(resultsOf(3)).toEqual([]);
});
