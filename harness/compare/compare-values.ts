/** Compares the values of one axis of a report, a parameter or the Node, with one of them. No value is the right one. Pure. */
import { scenarioKey } from '../case-key.ts';
import { type AnyMetric, growthMetricNamed, metricNamed, recordedNames } from '../metrics.ts';
import type { CaseResult, Growth, ParameterKind, Report } from '../result.ts';
import type { GrowthMetric, ParameterValue } from '../scenario.ts';
import { median } from '../stats/quantile.ts';
import type { Unit } from '../units.ts';
import { subtractSlopes } from './compare-growth.ts';
import { locationShift } from './location-shift.ts';
import { makeDifference, makeRelativeDifference } from './metric-comparison.ts';
import { EXACT_RULES, INFORMATIONAL_METRICS, MIN_EXACT_RUNS, PAIRED_RULES } from './metric-rules.ts';
import { areOfOneMachine } from './same-machine.ts';
import { readFigures } from './side-figures.ts';
import type { Difference } from './verdict.ts';

export interface ValuesComparison {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly axis: string;
  readonly against: ParameterValue;
  /** Of the axis and all other parameters, by name. */
  readonly parameterKinds: CaseResult['parameterKinds'];
  readonly tables: readonly ValuesTable[];
  /** Cases without the value to compare with, or with no other. */
  readonly notCompared: readonly {
    readonly scenario: string;
    readonly file?: string;
    readonly remaining: Remaining;
    readonly reason: string;
  }[];
}

/** What the cases of a table have in common. */
type Remaining = Readonly<Record<string, ParameterValue>>;

export interface ValuesTable {
  readonly scenario: string;
  readonly file?: string;
  readonly title: string;
  readonly remaining: Remaining;
  readonly values: readonly ParameterValue[];
  readonly metrics: readonly ValuesMetric[];
}

export interface ValuesMetric {
  readonly metric: string;
  readonly unit: Unit;
  /** One for each value of the table. */
  readonly figures: readonly {
    readonly median: number | undefined;
    /** From the reference value, which has none itself. */
    readonly difference: Difference | undefined;
    readonly word: '~' | 'more' | 'less' | undefined;
  }[];
}

export interface ValuesOptions {
  readonly axis: string;
  /** The first value where it is left out. */
  readonly against?: ParameterValue | undefined;
}

/** The values that the cases have on an axis, in the order of the cases. */
export const listValues = ({ results }: Report, axis: string): ParameterValue[] => [
  ...new Set(results.map((result) => readAxis(result, axis)).filter((value) => value !== undefined)),
];

/** By the name of a parameter; the first scenario that has it decides. */
export const kindsOf = ({ results }: Report): Readonly<Record<string, ParameterKind>> =>
  Object.assign({}, ...results.map(({ parameterKinds }) => parameterKinds).reverse());

/** A parameter of that name comes before the Node. */
export const listAxes = ({ results }: Report): string[] => [
  ...new Set([...results.flatMap(({ parameters }) => Object.keys(parameters)), 'node']),
];

/** The report must have two values of the axis. */
export function compareValues(report: Report, { axis, against }: ValuesOptions): ValuesComparison {
  const reference = against ?? listValues(report, axis)[0] ?? '';
  const tables: ValuesTable[] = [];
  const notCompared: ValuesComparison['notCompared'][number][] = [];
  for (const group of groupRemaining(report.results, axis)) {
    const [first] = group;
    const remaining = remainingOf(first, axis);
    const base = group.find((one) => readAxis(one, axis) === reference);
    if (base === undefined || group.length < 2) {
      const reason =
        base === undefined ? 'no case with the value to compare with' : 'no case with another value';
      notCompared.push({ ...identityOf(first), remaining, reason });
      continue;
    }
    const ordered = [base, ...group.filter((one) => one !== base)];
    tables.push({
      ...identityOf(first),
      title: first.title,
      remaining,
      values: ordered.map((one) => readAxis(one, axis) ?? ''),
      metrics: compareMetrics(base, ordered),
    });
  }
  const parameterKinds = kindsOf(report);
  return { schemaVersion: 1, id: report.id, axis, against: reference, parameterKinds, tables, notCompared };
}

const identityOf = ({ scenario, file }: CaseResult) => ({ scenario, ...(file !== undefined && { file }) });

function readAxis({ parameters, node }: CaseResult, axis: string): ParameterValue | undefined {
  if (Object.hasOwn(parameters, axis)) return parameters[axis];
  return axis === 'node' ? node : undefined;
}

function remainingOf({ parameters, node }: CaseResult, axis: string): Remaining {
  const isOfNode = axis === 'node' && !Object.hasOwn(parameters, axis);
  const others = Object.entries(parameters).filter(([name]) => name !== axis);
  return Object.fromEntries([...others, ...(isOfNode ? [] : [['node', node] as const])]);
}

function groupRemaining(results: readonly CaseResult[], axis: string): [CaseResult, ...CaseResult[]][] {
  const groups = new Map<string, [CaseResult, ...CaseResult[]]>();
  for (const result of results) {
    if (readAxis(result, axis) === undefined) continue;
    const remaining = Object.entries(remainingOf(result, axis)).sort(([one], [other]) =>
      one < other ? -1 : 1,
    );
    const key = JSON.stringify([scenarioKey(result), remaining]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return [...groups.values()];
}

interface Listed {
  readonly metric: string;
  readonly source: AnyMetric;
}

function compareMetrics(base: CaseResult, all: readonly CaseResult[]): ValuesMetric[] {
  const names = [...EXACT_RULES, ...PAIRED_RULES].map(({ metric }) => metric);
  const recorded = recordedNames(all.flatMap(({ runs }) => runs));
  const listed: Listed[] = [
    ...[...names, ...INFORMATIONAL_METRICS].map((metric) => ({ metric, source: metricNamed(metric) })),
    ...recorded.map((metric) => ({ metric, source: growthMetricNamed(metric satisfies GrowthMetric) })),
  ];
  const rows = listed
    .map(({ metric, source }): ValuesMetric => {
      const reference = readFigures(base, source);
      return {
        metric,
        unit: source.unit,
        figures: all.map((one) => {
          const figures = readFigures(one, source);
          const canDiffer = one !== base && (source.isCounted || areOfOneMachine([base, one]));
          const difference = canDiffer ? describeDifference(reference, figures) : undefined;
          return {
            median: figures.length === 0 ? undefined : median(figures),
            difference,
            word: canDiffer ? wordOf(difference) : undefined,
          };
        }),
      };
    })
    .concat(compareSlopes(base, all));
  return rows.filter(({ figures }) => figures.some((figure) => figure.median !== undefined));
}

function compareSlopes(base: CaseResult, all: readonly CaseResult[]): ValuesMetric {
  return {
    metric: 'growth',
    unit: 'slope',
    figures: all.map((one) => {
      const difference = one === base ? undefined : describeSlopes(base.growth, one.growth);
      return {
        median: one.growth?.slope,
        difference,
        word: one === base ? undefined : wordOf(difference),
      };
    }),
  };
}

/** Undefined where growth was judged by different metrics: their slopes cannot be compared. */
const describeSlopes = (a: Growth | undefined, b: Growth | undefined): Difference | undefined =>
  a === undefined || b === undefined || a.metric !== b.metric ? undefined : subtractSlopes(a, b);

const wordOf = (difference: Difference | undefined): '~' | 'more' | 'less' =>
  difference?.direction === 'more' || difference?.direction === 'less' ? difference.direction : '~';

/** By ratio where every figure is above 0, else by difference; undefined where a side has no figure. */
function describeDifference(a: readonly number[], b: readonly number[]): Difference | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  const isExact = new Set(a).size === 1 && new Set(b).size === 1;
  const hasRatios = [...a, ...b].every((value) => value > 0);
  const [from, to] = [a, b].map((figures) =>
    figures.map((figure) => (hasRatios ? Math.log(figure) : figure)),
  ) as [number[], number[]];
  const shift = locationShift(from, to);
  const runsPerValue = Math.min(a.length, b.length);
  // A figure that is the same in every run has no spread that more runs could narrow.
  const described = isExact && runsPerValue >= MIN_EXACT_RUNS ? { ...shift, confidence: 1 } : shift;
  return hasRatios ? makeRelativeDifference(described) : makeDifference('absolute', described);
}
