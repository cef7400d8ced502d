/** The figures of a report, or of the side B of a comparison, under names that stay the same: for services that keep a history. */
import { createHash } from 'node:crypto';
import type { CaseComparison, MetricComparison } from '../../compare/verdict.ts';
import { DEFAULT_GROWTH_METRIC, METRICS } from '../../metrics.ts';
import type { CaseResult } from '../../result.ts';
import type { ParameterValue } from '../../scenario.ts';
import type { Reported } from '../text/reported.ts';

export interface Figure {
  /** A name of METRICS, `recorded.NAME`, or `growth`. */
  readonly metric: string;
  readonly unit: MetricComparison['unit'];
  readonly value: number;
  readonly interval?: { readonly low: number; readonly high: number; readonly confidence: number };
  /** How many runs it is of. */
  readonly n?: number;
  /** False where more is better, or nobody can say. */
  readonly isMoreWorse: boolean;
}

export interface Benchmark {
  /** Of the scenario, every parameter of the case and the major of Node: it does not depend on what else was measured. */
  readonly name: string;
  readonly node: string;
  readonly figures: readonly Figure[];
}

/** Bencher takes no longer name. */
const LONGEST_NAME = 1024;

export function listBenchmarks(reported: Reported): Benchmark[] {
  const cases =
    reported.kind === 'run'
      ? reported.report.results.map((result) => ({ ...result, figures: listOfCase(result) }))
      : reported.comparison.cases.map((one) => ({
          scenario: one.scenario,
          ...one.b,
          figures: listOfComparison(one),
        }));
  const names = cases.map((one) => nameBenchmark(one, majorOf(one.node)));
  return cases.map((one, index) => {
    const name = names[index] ?? '';
    const isTaken = names.filter((other) => other === name).length > 1;
    return {
      name: shorten(isTaken ? nameBenchmark(one, one.node) : name),
      node: one.node,
      figures: one.figures.filter(({ value }) => Number.isFinite(value)),
    };
  });
}

const majorOf = (version: string): string => version.replace(/\..*/s, '');

function nameBenchmark(
  {
    scenario,
    parameters,
  }: { readonly scenario: string; readonly parameters: Readonly<Record<string, ParameterValue>> },
  node: string,
): string {
  const axes = [...Object.entries(parameters), ['node', node] as const];
  return `${scenario} (${axes.map(([name, value]) => `${name}=${value}`).join(', ')})`;
}

/** A name that is cut is still one of its own. */
function shorten(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, LONGEST_NAME - digest.length - 1)}-${digest}`;
}

function listOfCase({ summary, growth, comparisonTable }: CaseResult): Figure[] {
  const told = [growth?.metric ?? DEFAULT_GROWTH_METRIC, comparisonTable?.metric];
  const figures = Object.entries(summary).map(
    ([metric, { median, low, high, confidence, n }]): Figure => ({
      metric,
      unit: unitOf(metric),
      value: median,
      // One run has no interval.
      ...(confidence > 0 && { interval: { low, high, confidence } }),
      n,
      isMoreWorse: isMoreWorse(metric) || told.includes(metric),
    }),
  );
  if (growth === undefined) return figures;
  const { slope: value, low, high, confidence } = growth;
  return [
    ...figures,
    { metric: 'growth', unit: 'slope', value, interval: { low, high, confidence }, isMoreWorse: true },
  ];
}

function listOfComparison({ metrics }: CaseComparison): Figure[] {
  return metrics.flatMap(({ metric, unit, b: value }) =>
    value === undefined
      ? []
      : [
          {
            metric,
            unit,
            value,
            isMoreWorse: metric === 'growth' || metric === 'outcome' || isMoreWorse(metric),
          },
        ],
  );
}

const unitOf = (metric: string): MetricComparison['unit'] =>
  METRICS.find(({ name }) => name === metric)?.unit ?? 'count';

/** What a fix can move either way, and what a scenario records without saying what is good. */
const EITHER_WAY: readonly string[] = ['throughputBytesPerSecond', 'bytesDelivered', 'drains'];

const isMoreWorse = (metric: string): boolean =>
  METRICS.some(({ name }) => name === metric) && !EITHER_WAY.includes(metric);
