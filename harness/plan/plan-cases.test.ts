import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { bytes, choice, count, KiB, MiB, type Parameter, volume } from '../scenario.ts';
import { makeScenario } from '../test/builders.ts';
import { type ParameterRequest, planCases, volumeNameOf } from './plan-cases.ts';

const PARAMETERS = {
  highWaterMark: bytes([64 * KiB, 16 * KiB]),
  chunkSize: bytes([16 * KiB]),
  allocation: choice(['alloc', 'allocUnsafe', 'from']),
  connections: count([1, 10]),
  volume: volume(1 * MiB),
} satisfies Record<string, Parameter>;

const DEFAULTS = {
  highWaterMark: 64 * KiB,
  chunkSize: 16 * KiB,
  allocation: 'alloc',
  connections: 1,
  volume: 1 * MiB,
};

const ONE = [makeScenario({ parameters: PARAMETERS })];

const request = (requested: Record<string, readonly string[]> = {}, matrix = false): ParameterRequest => ({
  parameterValues: new Map(Object.entries(requested)),
  matrix,
});

const plan = (requested?: Record<string, readonly string[]>, matrix?: boolean) =>
  planCases(ONE, request(requested, matrix)).map(({ parameters }) => parameters);

/** The error that planning throws. */
function refusal(requested: Record<string, readonly string[]>, scenarios = ONE): UsageError {
  try {
    planCases(scenarios, request(requested));
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('cases', () => {
  test('have the first declared values if nothing is requested', () => {
    expect(plan()).toEqual([DEFAULTS]);
  });

  test('have every declared value of the parameters in the comparison table, unless another is requested', () => {
    const comparisonTable = {
      metric: 'peakBufferedBytes',
      rows: 'allocation',
      blocks: 'connections',
    } as const;
    const scenarios = [makeScenario({ parameters: PARAMETERS, comparisonTable })];
    expect(planCases(scenarios, request())).toHaveLength(3 * 2);
    const requested = planCases(scenarios, request({ allocation: ['from'] }));
    expect(requested.map(({ parameters }) => parameters)).toEqual([
      { ...DEFAULTS, allocation: 'from', connections: 1 },
      { ...DEFAULTS, allocation: 'from', connections: 10 },
    ]);
  });

  test('have each of the values requested, declared or not', () => {
    expect(plan({ highWaterMark: ['1KiB', '16k', '32768'] })).toEqual([
      { ...DEFAULTS, highWaterMark: 1 * KiB },
      { ...DEFAULTS, highWaterMark: 16 * KiB },
      { ...DEFAULTS, highWaterMark: 32 * KiB },
    ]);
  });

  test('have every declared value for `all`', () => {
    expect(plan({ allocation: ['all'] }).map(({ allocation }) => allocation)).toEqual([
      'alloc',
      'allocUnsafe',
      'from',
    ]);
    expect(plan({ connections: ['all', '100'] }).map(({ connections }) => connections)).toEqual([1, 10, 100]);
  });

  test('have a value once, however often and however it is written', () => {
    expect(plan({ highWaterMark: ['64KiB', '65536', '64k', 'all'] }).map((one) => one.highWaterMark)).toEqual(
      [64 * KiB, 16 * KiB],
    );
  });

  test('are every combination of what is requested, the last parameter varying fastest', () => {
    const cases = plan({ connections: ['1', '2'], highWaterMark: ['1KiB', '2KiB'] });
    expect(cases.map(({ highWaterMark, connections }) => [highWaterMark, connections])).toEqual([
      [1 * KiB, 1],
      [1 * KiB, 2],
      [2 * KiB, 1],
      [2 * KiB, 2],
    ]);
  });

  test('are every combination of the declared values with --matrix', () => {
    const cases = plan({}, true);
    // 2 highWaterMarks * 1 chunkSize * 3 allocations * 2 connections * 1 volume
    expect(cases).toHaveLength(12);
    expect(new Set(cases.map((one) => JSON.stringify(one))).size).toBe(12);
    expect(cases[0]).toEqual(DEFAULTS);
  });

  test('have only what is requested of a parameter, also with --matrix', () => {
    // 1 highWaterMark * 1 * 3 * 2 * 1
    expect(plan({ highWaterMark: ['4KiB'] }, true)).toHaveLength(6);
  });

  test('are one if a scenario has no parameters, and come scenario by scenario', () => {
    const cases = planCases(
      [makeScenario({ name: 'bare' }), makeScenario({ parameters: PARAMETERS })],
      request({}, true),
    );
    expect(cases).toHaveLength(13);
    expect(cases[0]).toMatchObject({ scenario: { name: 'bare' }, parameters: {} });
  });

  test('of a scenario without a parameter are not changed by requesting it, if another scenario has it', () => {
    const scenarios = [makeScenario({ name: 'bare' }), makeScenario({ parameters: PARAMETERS })];
    const cases = planCases(scenarios, request({ connections: ['5'] }));
    expect(cases.map(({ parameters }) => parameters)).toEqual([{}, { ...DEFAULTS, connections: 5 }]);
  });

  test('may have a size as large as the volume', () => {
    expect(plan({ chunkSize: ['1MiB'] })).toEqual([{ ...DEFAULTS, chunkSize: 1 * MiB }]);
  });

  test('may have any size if the scenario has no volume', () => {
    const scenario = makeScenario({ name: 'bare', parameters: { highWaterMark: bytes([1]) } });
    expect(planCases([scenario], request({ highWaterMark: ['1TiB'] }))).toHaveLength(1);
  });

  test('may have a count larger than the volume: it is not a size', () => {
    expect(plan({ connections: ['2000000'] })).toEqual([{ ...DEFAULTS, connections: 2_000_000 }]);
  });
});

describe('what is refused before anything runs', () => {
  const SIZE_HINT = 'try --param chunkSize=16KiB or --param chunkSize=1MiB';

  test.each([
    ['0', 'chunkSize=0 is not positive'],
    ['-1KiB', 'chunkSize=-1KiB is not positive'],
    ['1.5', 'chunkSize=1.5 is not a whole number of bytes'],
    ['0.3k', 'chunkSize=0.3k is not a whole number of bytes'],
    ['1e999', 'chunkSize=1e999 is not finite'],
    ['1e20', 'chunkSize=1e20 is too large'],
    ['Infinity', /chunkSize=Infinity is not a number with a unit that tidemark knows \(B, KiB, /],
    ['NaN', /is not a number with a unit/],
    ['16 bananas', /is not a number with a unit/],
  ])('a size of %s', (word, message) => {
    const error = refusal({ chunkSize: [word] });
    expect(error.message).toMatch(message);
    expect(error.hint).toBe(SIZE_HINT);
  });

  test.each([
    ['0', 'connections=0 is not positive'],
    ['-3', 'connections=-3 is not positive'],
    ['2.5', 'connections=2.5 is not a whole number'],
    ['1e999', 'connections=1e999 is not finite'],
    ['1e20', 'connections=1e20 is too large'],
    ['many', 'connections=many is not a number'],
    ['10KiB', 'connections=10KiB is not a number'],
  ])('a count of %s', (word, message) => {
    const error = refusal({ connections: [word] });
    expect(error.message).toBe(message);
    expect(error.hint).toBe('try --param connections=10');
  });

  test('one wrong value among right ones', () => {
    expect(refusal({ chunkSize: ['1KiB', '0', 'all'] }).message).toBe('chunkSize=0 is not positive');
  });

  test('a word that is not a choice, with the one that was probably meant', () => {
    const error = refusal({ allocation: ['allocUnsave'] });
    expect(error.message).toBe("allocation cannot be 'allocUnsave'");
    expect(error.hint).toBe('did you mean allocUnsafe?');
  });

  test('a word that resembles no choice, with all of them', () => {
    expect(refusal({ allocation: ['mmap-of-a-file'] }).hint).toBe(
      'choose one of alloc, allocUnsafe, from, or all',
    );
  });

  test('a parameter that the scenario does not have, with the one that was probably meant', () => {
    const error = refusal({ highwatermark: ['1KiB'] });
    expect(error.message).toBe('one has no parameter highwatermark');
    expect(error.hint).toBe('did you mean highWaterMark?');
  });

  test('a parameter that none of several scenarios has, with all that there are', () => {
    const error = refusal({ somethingElse: ['1'] }, [
      makeScenario({ name: 'one', parameters: { chunkSize: bytes([1]) } }),
      makeScenario({ name: 'two', parameters: { volume: volume(1 * MiB) } }),
    ]);
    expect(error.message).toBe('none of the selected scenarios has a parameter somethingElse');
    expect(error.hint).toBe('available: chunkSize, volume');
  });

  test('any parameter of a scenario without parameters', () => {
    expect(refusal({ volume: ['1MiB'] }, [makeScenario({ name: 'bare' })]).hint).toBe('it has no parameters');
  });

  test('a size that exceeds the volume, with what to choose instead', () => {
    const error = refusal({ highWaterMark: ['2MiB'] });
    expect(error.message).toBe('one: highWaterMark (2 MiB) exceeds the volume (1 MiB)');
    expect(error.hint).toBe('choose a smaller highWaterMark, or a larger volume: --param volume=20MiB');
  });

  test('a default that exceeds the requested volume', () => {
    expect(refusal({ volume: ['32KiB'] }).message).toBe(
      'one: highWaterMark (64 KiB) exceeds the volume (32 KiB)',
    );
  });
});

describe('many cases', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  const [a, b, c] = [count(values as [number]), count(values as [number]), count(values as [number])];
  const of = (parameters: Record<string, Parameter>, allowsManyCases: boolean): number =>
    planCases([makeScenario({ parameters }), makeScenario({ name: 'two' })], {
      ...{ parameterValues: new Map(), matrix: true, allowsManyCases },
    }).length;
  const refusalOf = (parameters: Record<string, Parameter>, allowsManyCases: boolean): UsageError => {
    try {
      of(parameters, allowsManyCases);
    } catch (error) {
      if (error instanceof UsageError) return error;
    }
    throw new Error('it is not refused');
  };

  test('over 10,000 have to be confirmed, over all scenarios', () => {
    const b99 = count(values.slice(1) as [number]);
    expect(of({ a, b: b99 }, false)).toBe(100 * 99 + 1);
    expect(refusalOf({ a, b }, false)).toMatchObject({
      message: '10,001 cases are too many: at most 10,000',
      hint: 'choose fewer values, or measure all of them: run --yes',
    });
    expect(of({ a, b }, true)).toBe(10_001);
  });

  test('that would not fit into memory are refused by their number alone, also if they are confirmed', () => {
    expect(refusalOf({ a, b, c }, true)).toMatchObject({
      message: '1,000,001 cases are too many: at most 1,000,000',
      hint: 'choose fewer values',
    });
    const six = { a, b, c, d: a, e: b, f: c };
    expect(refusalOf(six, false).message).toBe('1,000,000,000,001 cases are too many: at most 10,000');
  });
});

test('the volume is found by its kind, whatever its name', () => {
  expect(
    volumeNameOf(makeScenario({ name: 'one', parameters: { rows: count([1]), total: volume(1) } })),
  ).toBe('total');
  expect(volumeNameOf(makeScenario({ name: 'bare' }))).toBeUndefined();
});
