import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { runCommand } from './run.ts';

const KiB = 1024;

/** By option name, as yargs passes them. */
type Words = Readonly<Record<string, unknown>>;

const parse = (words: Words = {}) =>
  runCommand.resolve({ scenario: ['ignore-drain'], runs: '3', profile: true, ...words });

test.each([
  // The rule for the scenario decides.
  ['nothing else', {}, undefined, undefined],
  ['--quick', { quick: true }, 1, 0],
  ['--quick --runs 2', { quick: true, runs: '2' }, 2, 0],
  ['--quick --profile', { quick: true, profile: true }, 1, 1],
  ['--no-profile', { profile: false }, undefined, 0],
])('with %s the numbers of runs are those requested', (_name, requested, measureRuns, profileRuns) => {
  const raw = { runs: undefined, profile: undefined, ...requested };
  expect(parse(raw)).toMatchObject({ measureRuns, profileRuns, growth: true });
});

describe('another runtime', () => {
  test('has no profile run, which only Node can have', () => {
    const raw = { runs: undefined, profile: undefined, runtime: ['bun', 'deno', 'bun'] };
    expect(parse(raw)).toMatchObject({ runtimes: ['bun', 'deno'], measureRuns: undefined, profileRuns: 0 });
    expect(parse({ ...raw, profile: false })).toMatchObject({ profileRuns: 0 });
  });

  test.each([
    ['--node', { node: ['22'] }],
    ['--node-flag', { 'node-flag': ['--max-old-space-size=64'] }],
    ['--profile', { profile: true }],
    ['--stable-runs', { 'stable-runs': '10' }],
  ])('is refused together with %s', (option, raw) => {
    const { message, hint } = refusal({ profile: undefined, runtime: ['bun'], ...raw });
    expect(message).toBe(`${option} is for Node, and --runtime bun is not`);
    expect(hint).toBe(`leave ${option} out, or measure Node in an invocation of its own`);
  });
});

test('only --quick limits the volumes of growth runs', () => {
  expect(parse({ quick: true }).growthAtMostBytes).toBe(128 * KiB * KiB);
  expect(parse().growthAtMostBytes).toBeUndefined();
});

function refusal(raw: Words): UsageError {
  try {
    parse(raw);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('options that are not given have their defaults', () => {
  expect(parse({ seed: '0' })).toEqual({
    command: 'run',
    scenarios: ['ignore-drain'],
    all: false,
    allowsManyCases: false,
    parameterValues: new Map(),
    matrix: false,
    nodes: [],
    runtimes: [],
    nodeFlags: [],
    measureRuns: 3,
    profileRuns: 1,
    stableRuns: 0,
    growth: true,
    growthVolumeBytes: undefined,
    sampleIntervalMs: 20,
    timesBriefly: false,
    timeoutMs: 60_000,
    maxMemoryBytes: undefined,
    seed: 0,
    environmentVariables: [],
    limits: {},
    resultsRoot: 'results',
    resume: undefined,
    watches: false,
    json: false,
    reporters: [],
    verbose: false,
    strict: false,
  });
});

test('scenarios are repeated or comma-separated', () => {
  expect(parse({ scenario: ['a, b', 'c,', ','] }).scenarios).toEqual(['a', 'b', 'c']);
});

test('the values of a parameter are comma-separated or repeated, and spaces do not matter', () => {
  const { parameterValues } = parse({
    param: ['highWaterMark=16KiB, 1MiB', 'sink = file', 'highWaterMark=all'],
  });
  expect(parameterValues).toEqual(
    new Map([
      ['highWaterMark', ['16KiB', '1MiB', 'all']],
      ['sink', ['file']],
    ]),
  );
});

test('a value may have an equals sign', () => {
  expect(parse({ param: ['query=a=b'] }).parameterValues.get('query')).toEqual(['a=b']);
});

test('a parameter named like a property of every object is treated like any other', () => {
  expect(parse({ param: ['__proto__=1', 'constructor=2'] }).parameterValues).toEqual(
    new Map([
      ['__proto__', ['1']],
      ['constructor', ['2']],
    ]),
  );
});

test('a time limit without a unit is in seconds', () => {
  expect(parse({ timeout: '30' }).timeoutMs).toBe(30_000);
  expect(parse({ timeout: '500ms' }).timeoutMs).toBe(500);
});

test('sizes have units', () => {
  const { growthVolumeBytes, maxMemoryBytes } = parse({ 'growth-volume': '4MiB', 'max-memory': '1.5 GiB' });
  expect([growthVolumeBytes, maxMemoryBytes]).toEqual([4 * KiB ** 2, 1.5 * KiB ** 3]);
});

test('without a seed, a new one is drawn', () => {
  const seeds = Array.from({ length: 5 }, () => parse().seed);
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  expect(new Set(seeds).size).toBeGreaterThan(1);
});

test('an interrupted invocation can be resumed without a scenario, or with those that it had', () => {
  expect(parse({ scenario: [], resume: 'x' }).resume).toBe('x');
  expect(parse({ scenario: ['./a.ts'], resume: 'x' }).scenarios).toEqual(['./a.ts']);
});

test('--from-bench selects all benches of its file', () => {
  const { scenarios, parameterValues, all } = parse({ scenario: [], 'from-bench': './copy.bench.mjs' });
  expect({ scenarios, all }).toEqual({ scenarios: ['bench:./copy.bench.mjs'], all: false });
  expect(parameterValues).toEqual(new Map([['bench', ['all']]]));
});

describe('the command is refused with', () => {
  test.each([
    [{ scenario: ['ignore-drain'], param: ['a=1'] }, '--scenario, --param'],
    [{ all: true, matrix: true }, '--all, --matrix'],
    [{ 'growth-volume': '1MiB', limit: ['growth=bounded'] }, '--growth-volume, --limit growth'],
    [{ resume: 'x' }, '--resume'],
  ])('%j together with --from-bench', (more, named) => {
    const { message, hint } = refusal({ scenario: [], ...more, 'from-bench': 'copy.bench.mjs' });
    expect(message).toBe(`--from-bench measures the benches of a file, for which there is no ${named}`);
    expect(hint).toMatch('resume' in more ? /give --resume alone/ : /^leave .* out/);
  });

  test('no scenario, with what to try', () => {
    const { message, hint } = refusal({ scenario: [] });
    expect(message).toBe('no scenario is selected');
    expect(hint).toMatch(/--scenario ignore-drain/);
  });

  test('a scenario that consists only of commas', () => {
    expect(refusal({ scenario: [',', ' '] }).message).toBe('no scenario is selected');
  });

  test('--all together with --scenario', () => {
    expect(refusal({ all: true }).message).toBe('--all and --scenario exclude each other');
  });

  test.each([{ all: true }, { param: ['a=1'] }, { matrix: true }])(
    'a selection %j together with --resume',
    (selection) => {
      expect(refusal({ scenario: [], ...selection, resume: 'x' }).message).toMatch(
        /^--resume continues an interrupted/,
      );
    },
  );

  test.each(['highWaterMark', 'highWaterMark=', '=16KiB', 'highWaterMark=,', ''])('--param %j', (word) => {
    const { message, hint } = refusal({ param: [word] });
    expect(message).toBe(`--param ${word} gives no value`);
    expect(hint).toBe('write --param highWaterMark=16KiB,1MiB');
  });

  test.each(['0', '-1', '1.5', 'x', '', '10001', '1e3', '٣'])('--runs %j', (word) => {
    expect(refusal({ runs: word }).message).toBe(`--runs ${word} is not a whole number from 1 to 10000`);
  });

  test.each(['-1', '4294967296', '1.5', 'x', ''])('--seed %j', (word) => {
    expect(refusal({ seed: word }).message).toMatch(/^--seed .* is not a whole number from 0 to 4294967295$/);
  });

  test.each(['x', '0', '0s', '', '-5s', '25d', '2147484s', 'NaN'])('--timeout %j', (word) => {
    const { message, hint } = refusal({ timeout: word });
    expect(message).toBe(`--timeout ${word} is not a time from 1 ms to 2147483 s`);
    expect(hint).toBe('write --timeout 30s');
  });

  test.each(['x', '10', '0ms', '61s'])('--interval %j', (word) => {
    const { message, hint } = refusal({ interval: word });
    expect(message).toBe(`--interval ${word} is not a time from 1 ms to 60 s`);
    expect(hint).toBe('write --interval 10ms');
  });

  test.each(['abc', '0', '-1GiB', '0.5', '1e99', '1e999', ''])('--max-memory %j', (word) => {
    const { message, hint } = refusal({ 'max-memory': word });
    expect(message).toBe(`--max-memory ${word} is not a positive size`);
    expect(hint).toBe('write --max-memory 512MiB');
  });

  test('--growth-volume that is not a size', () => {
    expect(refusal({ 'growth-volume': 'much' }).message).toBe('--growth-volume much is not a positive size');
  });

  test.each(['max-old-space-size=512', '', '-', '--', '; rm'])('--node-flag %j', (word) => {
    expect(refusal({ 'node-flag': [word] }).message).toBe(`--node-flag ${word} is not a flag`);
  });

  test.each(['A=1', '1A', '', 'A B'])('--env %j', (word) => {
    expect(refusal({ env: [word] }).message).toBe(`--env ${word} is not the name of an environment variable`);
  });
});
