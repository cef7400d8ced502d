import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { parseAbOptions, type RawAbArguments } from './ab.ts';

const NONE = { a: undefined, b: undefined };
/** What the parser of the command line hands over where two Nodes are given and nothing else. */
const RAW: RawAbArguments = {
  scenario: ['await-drain'],
  node: { a: '20', b: '24' },
  rev: NONE,
  sideParam: { a: [], b: [] },
  flag: { a: [], b: [] },
  param: [],
  bothNode: undefined,
  nodeFlag: [],
  metrics: 'all',
  pairs: undefined,
  maxPairs: '60',
  growthVolume: undefined,
  interval: '10ms',
  timeout: '60s',
  maxMemory: undefined,
  seed: undefined,
  env: [],
  results: 'results',
  reporter: [],
  json: false,
  strict: false,
};

const parse = (raw: Partial<RawAbArguments> = {}) => parseAbOptions({ ...RAW, ...raw });
const parseBy = (raw: Partial<RawAbArguments>) => parse({ node: NONE, ...raw });

function refusal(raw: Partial<RawAbArguments>): UsageError {
  try {
    parse(raw);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('what was not requested has the default', () => {
  expect(parse({ seed: '0' })).toEqual({
    command: 'ab',
    scenarios: ['await-drain'],
    contrast: { by: 'node', given: { a: '20', b: '24' } },
    requested: new Map(),
    node: undefined,
    nodeFlags: [],
    classes: new Set(['exact', 'growth', 'memory', 'time']),
    minPairs: undefined,
    maxPairs: 60,
    growthVolumeBytes: undefined,
    sampleIntervalMs: 10,
    timeoutMs: 60_000,
    maxMemoryBytes: undefined,
    seed: 0,
    passedEnvironment: [],
    resultsRoot: 'results',
    reporters: [],
    json: false,
    strict: false,
  });
});

describe('A and B differ', () => {
  test('by their Node', () => {
    expect(parse().contrast).toEqual({ by: 'node', given: { a: '20', b: '24' } });
  });

  test('by revision, of which one side can be left out', () => {
    expect(parseBy({ rev: { a: 'main', b: undefined } }).contrast).toEqual({
      by: 'rev',
      given: { a: 'main', b: undefined },
    });
  });

  test('by parameters, one value of each', () => {
    const sideParam = { a: ['highWaterMark=64KiB'], b: ['highWaterMark = 1MiB', 'sink=file'] };
    expect(parseBy({ sideParam, param: ['sink=memory'] }).contrast).toEqual({
      by: 'param',
      given: {
        a: new Map([['highWaterMark', '64KiB']]),
        b: new Map([
          ['highWaterMark', '1MiB'],
          ['sink', 'file'],
        ]),
      },
    });
  });

  test('by flags, none of which is none', () => {
    expect(parseBy({ flag: { a: [], b: ['--jitless'] } }).contrast).toEqual({
      by: 'flag',
      given: { a: [], b: ['--jitless'] },
    });
  });
});

test('classes of metrics are given with commas', () => {
  expect(parse({ metrics: 'exact, growth' }).classes).toEqual(new Set(['exact', 'growth']));
  expect(parse({ metrics: 'time,all' }).classes.size).toBe(4);
});

describe('what is refused', () => {
  test('no difference, with an example of each kind', () => {
    const { message, hint = '' } = refusal({ node: NONE });
    expect(message).toBe('nothing says in what A and B differ');
    for (const example of ['--a-node 20', '--a-rev main', '--b-param highWaterMark=1MiB', '--b-flag=--'])
      expect(hint).toContain(example);
  });

  test('two kinds of difference', () => {
    const { message } = refusal({ flag: { a: [], b: ['--jitless'] } });
    expect(message).toMatch(/^A and B differ by node and by flag: /);
  });

  test('a Node of both sides beside one of each', () => {
    expect(refusal({ bothNode: '22' }).message).toMatch(/^--node is of both sides/);
  });

  test('no scenario', () => {
    expect(refusal({ scenario: [] }).message).toBe('no scenario is selected');
  });

  test.each(['highWaterMark=1KiB,2KiB', 'highWaterMark=all'])('a side with several values: %s', (word) => {
    const { message } = refusal({ node: NONE, sideParam: { a: [], b: [word] } });
    expect(message).toBe('--b-param highWaterMark has several values');
  });

  test('a side without a value', () => {
    const { message, hint } = refusal({ node: NONE, sideParam: { a: ['highWaterMark'], b: [] } });
    expect([message, hint]).toEqual([
      '--a-param highWaterMark gives no value',
      'write --a-param highWaterMark=16KiB',
    ]);
  });

  test('several values of what only one side has its own of', () => {
    const raw = { node: NONE, sideParam: { a: [], b: ['sink=file'] }, param: ['sink=memory,socket'] };
    expect(refusal(raw).message).toBe('--param sink has several values, and one side has its own');
  });

  test('a flag that is none', () => {
    const { message, hint } = refusal({ node: NONE, flag: { a: ['jitless'], b: [] } });
    expect(message).toBe('--a-flag jitless is no flag');
    expect(hint).toContain('--a-flag=--max-old-space-size=512');
  });

  test.each(['', 'cpu', 'exact,quiet'])('metrics %j', (words) => {
    const { message, hint } = refusal({ metrics: words });
    expect(message).toBe(`--metrics ${words} names no class of metrics`);
    expect(hint).toContain('exact, growth, memory, time');
  });

  test.each(['2', '201', 'x', '-1', '1.5'])('--pairs and --max-pairs %s', (word) => {
    expect(refusal({ pairs: word }).message).toBe(`--pairs ${word} is not a whole number from 3 to 200`);
    expect(refusal({ maxPairs: word }).message).toBe(
      `--max-pairs ${word} is not a whole number from 3 to 200`,
    );
  });

  test('more pairs than there may be', () => {
    expect(refusal({ pairs: '20', maxPairs: '10' }).message).toBe('--pairs 20 is more than --max-pairs 10');
  });
});
