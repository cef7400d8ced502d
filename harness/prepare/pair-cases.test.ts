import { describe, expect, test } from 'vitest';
import type { Contrast } from '../command-line/ab.ts';
import { UsageError } from '../errors.ts';
import type { Case } from '../plan/plan-cases.ts';
import { bytes, volume } from '../scenario.ts';
import { makeScenario } from '../test/builders.ts';
import { pairCases } from './pair-cases.ts';
import { labelVariant } from './variant-label.ts';

const makeCase = (parameters: Case['parameters'], name = 'one'): Case => ({
  scenario: makeScenario({ name, parameters: { highWaterMark: bytes([1]), volume: volume(1) } }),
  parameters,
});
const BY_REVISION: Contrast = { by: 'rev', given: { a: 'main', b: undefined } };
const BY_NODE: Contrast = { by: 'node', given: { a: '20', b: undefined } };
const BY_PARAMETER: Contrast = { by: 'param', given: { a: new Map(), b: new Map([['sink', 'file']]) } };
const BY_FLAG: Contrast = { by: 'flag', given: { a: [], b: ['--jitless', '--expose-internals'] } };

describe('cases are paired', () => {
  test('one by one', () => {
    const a = [makeCase({ sink: 'memory', volume: 1 }), makeCase({ sink: 'memory', volume: 2 })];
    const b = [makeCase({ sink: 'file', volume: 1 }), makeCase({ sink: 'file', volume: 2 })];
    const pairs = pairCases(a, b, BY_PARAMETER);
    expect(pairs.map(([one, other]) => [a.indexOf(one), b.indexOf(other)])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  test('even if a later revision declares one more parameter', () => {
    expect(
      pairCases([makeCase({ volume: 1 })], [makeCase({ volume: 1, sink: 'file' })], BY_REVISION),
    ).toHaveLength(1);
  });
});

describe('cases are refused', () => {
  const refuse = (a: Case[], b: Case[], contrast: Contrast) => expect(() => pairCases(a, b, contrast));

  test('that lack the parameter by which the sides differ', () => {
    const cases = [makeCase({ sink: 'memory' }), makeCase({ volume: 1 }, 'other')];
    refuse(cases, cases, BY_PARAMETER).toThrow(
      'other has no parameter sink: its two sides would be the same',
    );
    refuse(cases, cases, BY_PARAMETER).toThrow(UsageError);
  });

  test('if their number differs between revisions', () => {
    refuse([makeCase({})], [makeCase({}), makeCase({})], BY_REVISION).toThrow('A has 1 cases and B has 2');
  });

  test('that do different work in another revision', () => {
    const [a, b] = [makeCase({ volume: 1024 }), makeCase({ volume: 2048 })];
    refuse([a], [b], BY_REVISION).toThrow('one: volume is 1 KiB in A and 2 KiB in B, by their defaults');
  });
});

describe('a side is labelled', () => {
  const side = {
    node: { node: '24.1.0' },
    cases: [makeCase({ sink: 'file', highWaterMark: 65_536 })],
    commit: undefined,
  };

  test('by its Node', () => {
    expect(labelVariant('b', BY_NODE, side)).toBe('Node 24.1.0');
  });

  test('by its revision, or as the working tree', () => {
    expect(labelVariant('a', BY_REVISION, { ...side, commit: '0123456789abcdef' })).toBe('main (0123456789)');
    expect(labelVariant('b', BY_REVISION, side)).toBe('working tree');
  });

  test('by its parameters, including those that only the other side sets', () => {
    expect(labelVariant('a', BY_PARAMETER, side)).toBe('sink file');
    const given = { a: new Map([['highWaterMark', '64k']]), b: new Map([['sink', 'file']]) };
    expect(labelVariant('a', { by: 'param', given }, side)).toBe('highWaterMark 64 KiB, sink file');
  });

  test('by its flags', () => {
    expect(labelVariant('a', BY_FLAG, side)).toBe('no flag');
    expect(labelVariant('b', BY_FLAG, side)).toBe('--jitless --expose-internals');
  });
});
