/** Arranges the cases of a scenario in blocks, rows and columns, each figure as a multiple of its reference. Pure. */
import { scenarioKey } from '../case-key.ts';
import { growthMetricNamed } from '../metrics.ts';
import type { CaseResult, Summary } from '../result.ts';
import type { ComparisonTable, GrowthMetric, ParameterValue } from '../scenario.ts';
import { hodgesLehmannShift } from '../stats/hodges-lehmann.ts';
import { areOfOneMachine } from './same-machine.ts';

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The exact coverage of low to high. */
  readonly confidence: number;
}

export interface Cell {
  /** The median over the runs of the case. */
  readonly figure: Summary;
  /** Relative to the reference; absent for the reference itself, and where there is none. */
  readonly multiple?: Interval | undefined;
  /** Medians, by the names in `cellMetrics`; undefined where they were not measured. */
  readonly figures: readonly (number | undefined)[];
  /** Medians, by the metrics of `remarks`. */
  readonly remarked: readonly (number | undefined)[];
}

export interface ComparisonTableRow {
  readonly value: ParameterValue | undefined;
  /** By column; undefined where the case was not measured. */
  readonly cells: readonly (Cell | undefined)[];
  /** Medians, by the names in `rowMetrics`. */
  readonly figures: readonly (number | undefined)[];
}

export interface BuiltTable {
  readonly layout: ComparisonTable;
  /** One of the cases: all of them agree in every parameter that is not an axis. */
  readonly example: CaseResult;
  readonly columns: readonly (ParameterValue | undefined)[];
  readonly blocks: readonly {
    readonly value: ParameterValue | undefined;
    readonly rows: readonly ComparisonTableRow[];
  }[];
}

/** A table for each Node and each combination of the parameters that are not an axis; none where the scenario declares no table. */
export function buildComparisonTables(results: readonly CaseResult[]): BuiltTable[] {
  const layout = results[0]?.comparisonTable;
  if (layout === undefined) return [];
  const axes = [layout.rows, layout.columns, layout.blocks];
  const tables = new Map<string, [CaseResult, ...CaseResult[]]>();
  for (const result of results) {
    const others = Object.entries(result.parameters).filter(([name]) => !axes.includes(name));
    const key = JSON.stringify([scenarioKey(result), result.node, others]);
    const table = tables.get(key);
    if (table === undefined) tables.set(key, [result]);
    else table.push(result);
  }
  return [...tables.values()].map((table) => buildComparisonTable(table, layout));
}

/** The cases agree in every parameter that is not an axis of the table. */
function buildComparisonTable(
  results: readonly [CaseResult, ...CaseResult[]],
  layout: ComparisonTable,
): BuiltTable {
  const { rows, columns, blocks, reference: value, rowMetrics = [] } = layout;
  const columnValues = valuesOf(results, columns);
  return {
    layout,
    example: results[0],
    columns: columnValues,
    blocks: valuesOf(results, blocks).map((block) => {
      const inBlock = results.filter((result) => has(result, blocks, block));
      const cells = columnValues.map((column) => {
        const inColumn = inBlock.filter((result) => has(result, columns, column));
        const reference = inColumn.find((result) => result.parameters[rows] === value);
        return (row: ParameterValue | undefined): Cell | undefined =>
          describeCell(
            inColumn.find((result) => has(result, rows, row)),
            reference,
            layout,
          );
      });
      const rowValues = valuesOf(inBlock, rows);
      return {
        value: block,
        rows: rowValues.map((value) => ({
          value,
          cells: cells.map((cellOf) => cellOf(value)),
          figures: readMedians(
            inBlock.find((result) => has(result, rows, value)),
            rowMetrics,
          ),
        })),
      };
    }),
  };
}

/** How many times as much `result` is as `reference`, over their runs. Undefined where one has no figure above 0. */
export function multipleOf(
  result: CaseResult,
  reference: CaseResult,
  metric: GrowthMetric,
): Interval | undefined {
  const [to, from] = [result, reference].map((one) => readLogarithms(one, metric));
  if (to === undefined || from === undefined || to.length === 0 || from.length === 0) return undefined;
  const { estimate, low, high, confidence } = hodgesLehmannShift({ from, to });
  return { estimate: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high), confidence };
}

function describeCell(
  result: CaseResult | undefined,
  reference: CaseResult | undefined,
  { metric, cellMetrics = [], remarks = [] }: ComparisonTable,
): Cell | undefined {
  const figure = result?.summary[metric];
  if (result === undefined || figure === undefined) return undefined;
  return {
    figure,
    figures: readMedians(result, cellMetrics),
    remarked: readMedians(
      result,
      remarks.map((remark) => remark.metric),
    ),
    ...(reference !== undefined &&
      reference !== result &&
      (growthMetricNamed(metric).isCounted || areOfOneMachine([reference, result])) && {
        multiple: multipleOf(result, reference, metric),
      }),
  };
}

const readMedians = (
  result: CaseResult | undefined,
  names: readonly string[],
): readonly (number | undefined)[] => names.map((name) => result?.summary[name]?.median);

/** Times and sizes are compared by their ratios. */
function readLogarithms({ runs }: CaseResult, metric: GrowthMetric): number[] {
  const { read, measuredBy } = growthMetricNamed(metric);
  return runs
    .filter(({ kind, outcome }) => kind === measuredBy && outcome.state === 'completed')
    .map(read)
    .filter((value) => value !== undefined && value > 0)
    .map((value) => Math.log(Number(value)));
}

/** In the order of the cases; a single undefined value where the table has no such axis. */
function valuesOf(results: readonly CaseResult[], axis: string | undefined): (ParameterValue | undefined)[] {
  if (axis === undefined) return [undefined];
  return [...new Set(results.map(({ parameters }) => parameters[axis]))];
}

const has = (
  { parameters }: CaseResult,
  axis: string | undefined,
  value: ParameterValue | undefined,
): boolean => axis === undefined || parameters[axis] === value;
