import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { abCommand } from './ab.ts';

/** By option name, as yargs passes them. */
type Words = Readonly<Record<string, unknown>>;

const NODES = { 'a-node': '20', 'b-node': '24' };
const parse = (words: Words = NODES) =>
  abCommand.resolve({ scenario: ['await-drain'], interval: '10ms', ...words });

function refusal(words: Words): UsageError {
  try {
    parse(words);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('options that are not given have their defaults', () => {
  expect(parse({ ...NODES, seed: '0' })).toEqual({
    command: 'ab',
    scenarios: ['await-drain'],
    contrast: { by: 'node', given: { a: '20', b: '24' } },
    parameterValues: new Map(),
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
    environmentVariables: [],
    limits: {},
    resultsRoot: 'results',
    ignoresScripts: false,
    reporters: [],
    json: false,
    verbose: false,
    strict: false,
  });
});

describe('A and B differ', () => {
  test('by their Node', () => {
    expect(parse().contrast).toEqual({ by: 'node', given: { a: '20', b: '24' } });
  });

  test('by revision, and one side can be left out', () => {
    expect(parse({ 'a-rev': 'main' }).contrast).toEqual({
      by: 'rev',
      given: { a: 'main', b: undefined },
    });
  });

  test('by parameters, with one value for each', () => {
    const sides = { 'a-param': ['highWaterMark=64KiB'], 'b-param': ['highWaterMark = 1MiB', 'sink=file'] };
    expect(parse({ ...sides, param: ['sink=memory'] }).contrast).toEqual({
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

  test('by flags, and a side may have none', () => {
    expect(parse({ 'b-flag': ['--jitless'] }).contrast).toEqual({
      by: 'flag',
      given: { a: [], b: ['--jitless'] },
    });
  });
});

test('metric classes are comma-separated', () => {
  expect(parse({ ...NODES, metrics: 'exact, growth' }).classes).toEqual(new Set(['exact', 'growth']));
  expect(parse({ ...NODES, metrics: 'time,all' }).classes.size).toBe(4);
});

describe('the command is refused with', () => {
  test('no difference, with an example of each kind', () => {
    const { message, hint = '' } = refusal({});
    expect(message).toBe('no difference between A and B is given');
    for (const example of ['--a-node 20', '--a-rev main', '--b-param highWaterMark=1MiB', '--b-flag=--'])
      expect(hint).toContain(example);
  });

  test('two kinds of difference', () => {
    const { message } = refusal({ ...NODES, 'b-flag': ['--jitless'] });
    expect(message).toMatch(/^A and B differ by node and by flag: /);
  });

  test('a Node of both sides as well as one of each', () => {
    expect(refusal({ ...NODES, node: '22' }).message).toMatch(/^--node sets the Node of both sides/);
  });

  test('no scenario', () => {
    expect(refusal({ ...NODES, scenario: [] }).message).toBe('no scenario is selected');
  });

  test.each(['highWaterMark=1KiB,2KiB', 'highWaterMark=all'])('a side with several values: %s', (word) => {
    const { message } = refusal({ 'b-param': [word] });
    expect(message).toBe('--b-param highWaterMark has several values');
  });

  test('a side without a value', () => {
    const { message, hint } = refusal({ 'a-param': ['highWaterMark'] });
    expect([message, hint]).toEqual([
      '--a-param highWaterMark gives no value',
      'write --a-param highWaterMark=16KiB',
    ]);
  });

  test('several values of a parameter that only one side sets', () => {
    const words = { 'b-param': ['sink=file'], param: ['sink=memory,socket'] };
    expect(refusal(words).message).toBe('--param sink has several values, and one side sets its own');
  });

  test('a flag that does not look like one', () => {
    const { message, hint } = refusal({ 'a-flag': ['jitless'] });
    expect(message).toBe('--a-flag jitless is not a flag');
    expect(hint).toContain('--a-flag=--max-old-space-size=512');
  });

  test.each(['', 'cpu', 'exact,quiet'])('metrics %j', (words) => {
    const { message, hint } = refusal({ ...NODES, metrics: words });
    expect(message).toBe(`--metrics ${words} does not name a metric class`);
    expect(hint).toContain('exact, growth, memory, time');
  });

  test.each(['2', '201', 'x', '-1', '1.5'])('--pairs and --max-pairs %s', (word) => {
    expect(refusal({ ...NODES, pairs: word }).message).toBe(
      `--pairs ${word} is not a whole number from 3 to 200`,
    );
    expect(refusal({ ...NODES, 'max-pairs': word }).message).toBe(
      `--max-pairs ${word} is not a whole number from 3 to 200`,
    );
  });

  test('more pairs than the maximum', () => {
    expect(refusal({ ...NODES, pairs: '20', 'max-pairs': '10' }).message).toBe(
      '--pairs 20 is more than --max-pairs 10',
    );
  });
});
