import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../result.ts';
import type { ComparisonTable, ParameterValue } from '../scenario.ts';
import { makeCase, makeRun, summaryOf } from '../test/builders.ts';
import { buildComparisonTables, multipleOf } from './comparison-table.ts';

const LAYOUT: ComparisonTable = {
  ...{
    metric: 'recorded.nanoseconds',
    rows: 'strategy',
    reference: 'alloc',
    columns: 'work',
    blocks: 'size',
  },
  ...{ cellMetrics: ['recorded.residentBytes'], rowMetrics: ['recorded.heldBytes'] },
};

/** A case whose runs took so many nanoseconds. */
function makeTimed(
  parameters: Readonly<Record<string, ParameterValue>>,
  nanoseconds: readonly number[],
  result: Partial<CaseResult> = {},
): CaseResult {
  return makeCase({
    parameters: { ...parameters },
    comparisonTable: LAYOUT,
    runs: nanoseconds.map((each) => makeRun({ recorded: { nanoseconds: each } })),
    summary: {
      'recorded.nanoseconds': summaryOf(nanoseconds[0] ?? 0),
      'recorded.residentBytes': summaryOf(4096),
      'recorded.heldBytes': summaryOf(32),
    },
    ...result,
  });
}

const CASES = [32, 1024].flatMap((size) =>
  ['allocate', 'fill'].flatMap((work) => [
    makeTimed({ size, work, strategy: 'alloc' }, [100, 110, 120]),
    makeTimed({ size, work, strategy: 'reuse' }, [50, 55, 60]),
  ]),
);

describe('cases that are shown as a comparison table', () => {
  test('have a block, a row and a column for each value, in the order of the cases', () => {
    const [table, ...others] = buildComparisonTables(CASES);
    expect(others).toEqual([]);
    expect(table?.columns).toEqual(['allocate', 'fill']);
    expect(table?.blocks.map(({ value }) => value)).toEqual([32, 1024]);
    for (const { rows } of table?.blocks ?? []) {
      expect(rows.map(({ value, figures }) => ({ value, figures }))).toEqual([
        { value: 'alloc', figures: [32] },
        { value: 'reuse', figures: [32] },
      ]);
    }
  });

  test('are multiples of the reference, which has none itself', () => {
    const [table] = buildComparisonTables(CASES);
    const [alloc, reuse] = table?.blocks[0]?.rows ?? [];
    expect(alloc?.cells[1]).toMatchObject({ figure: { median: 100 }, figures: [4096] });
    expect(alloc?.cells[1]).not.toHaveProperty('multiple');
    expect(reuse?.cells[1]?.multiple?.estimate).toBeCloseTo(0.5, 12);
  });

  test('have a table of their own for each Node and each value of a parameter that is not an axis', () => {
    const older = CASES.map((one) => ({ ...one, node: '22.0.0' }));
    const others = CASES.map((one) => ({ ...one, parameters: { ...one.parameters, other: 7 } }));
    expect(buildComparisonTables([...CASES, ...older, ...others])).toHaveLength(3);
  });

  test('have a gap where a case was not measured', () => {
    const [table] = buildComparisonTables(CASES.slice(0, -1));
    expect(table?.blocks[1]?.rows[1]?.cells.map((cell) => cell === undefined)).toEqual([false, true]);
  });

  test('have figures and no multiples where the reference is missing', () => {
    const [table] = buildComparisonTables(CASES.filter(({ parameters }) => parameters.strategy !== 'alloc'));
    expect(table?.blocks[0]?.rows[0]?.cells[0]).toMatchObject({ figure: { median: 50 } });
    expect(table?.blocks[0]?.rows[0]?.cells[0]?.multiple).toBeUndefined();
  });

  test('have one column and one block where only rows are declared', () => {
    const comparisonTable = { metric: 'recorded.nanoseconds', rows: 'strategy' } as const;
    const [table] = buildComparisonTables(
      ['a', 'b'].map((strategy) => makeTimed({ strategy }, [1, 2], { comparisonTable })),
    );
    expect(table).toMatchObject({ columns: [undefined], blocks: [{ value: undefined, rows: [{}, {}] }] });
  });

  test('have no table where the scenario declares none', () => {
    expect(buildComparisonTables([makeCase()])).toEqual([]);
    expect(buildComparisonTables([])).toEqual([]);
  });
});

describe('a multiple', () => {
  const slow = makeTimed({}, [100, 200, 400]);

  test('is the median ratio of all pairs of runs, with the full range as its interval for three runs per side', () => {
    const twice = makeTimed({}, [200, 400, 800]);
    const { estimate, low, high, confidence } = multipleOf(twice, slow, 'recorded.nanoseconds') ?? {};
    expect(estimate).toBeCloseTo(2, 12);
    expect(low).toBeCloseTo(0.5, 12);
    expect(high).toBeCloseTo(8, 12);
    // Of the 20 orders of three and three, the two extreme ones lie outside of the full range.
    expect(confidence).toBeCloseTo(0.9, 12);
  });

  test('leaves out runs that did not complete, and figures that have no logarithm', () => {
    const outcome = { state: 'aborted', phase: 'run' } as const;
    const runs = [...slow.runs, makeRun({ outcome, recorded: { nanoseconds: 1e9 } })];
    const zero = makeRun({ recorded: { nanoseconds: 0 } });
    const same = multipleOf({ ...slow, runs: [...runs, zero] }, slow, 'recorded.nanoseconds');
    expect(same?.estimate).toBeCloseTo(1, 12);
    expect(multipleOf(makeCase({ runs: [zero] }), slow, 'recorded.nanoseconds')).toBeUndefined();
  });
});
