/** The figures of a report, or of side B of a comparison, under stable names: for services that keep a history. */
import { createHash } from 'node:crypto';
import { type CaseIdentity, majorOf, type ScenarioIdentity } from '../../case-key.ts';
import type { CaseComparison, MetricComparison } from '../../compare/verdict.ts';
import { DEFAULT_GROWTH_METRIC } from '../../growth.ts';
import { findMetric } from '../../metrics.ts';
import type { CaseResult } from '../../result.ts';
import type { Reported } from '../text/reported.ts';

export interface Figure {
  /** A name of METRICS, `recorded.NAME`, or `growth`. */
  readonly metric: string;
  readonly unit: MetricComparison['unit'];
  readonly value: number;
  readonly interval?: { readonly low: number; readonly high: number; readonly confidence: number };
  /** The number of runs it is computed from. */
  readonly n?: number;
  /** False where more is better, or can be either. */
  readonly isMoreWorse: boolean;
}

export interface Benchmark {
  /** Scenario, its file, every parameter of the case and the Node major: it does not depend on what else was measured. */
  readonly name: string;
  readonly node: string;
  readonly figures: readonly Figure[];
}

/** Bencher accepts no longer name. */
const MAX_NAME_CHARACTERS = 1024;

export function listBenchmarks(reported: Reported): Benchmark[] {
  const cases =
    reported.kind === 'run'
      ? reported.report.results.map((result) => ({ ...result, figures: listOfCase(result) }))
      : reported.comparison.cases.map((one) => ({
          scenario: one.scenario,
          ...(one.file !== undefined && { file: one.file }),
          ...one.b,
          figures: listOfComparison(one),
        }));
  const names = cases.map((one) => nameBenchmark(one, majorOf(one.node)));
  return cases.map((one, index) => {
    const name = names[index] ?? '';
    const isAmbiguous = names.filter((other) => other === name).length > 1;
    return {
      name: shorten(isAmbiguous ? nameBenchmark(one, one.node) : name),
      node: one.node,
      figures: one.figures.filter(({ value }) => Number.isFinite(value)),
    };
  });
}

function nameBenchmark(
  { scenario, file, parameters }: ScenarioIdentity & Pick<CaseIdentity, 'parameters'>,
  node: string,
): string {
  const axes = [
    ...(file === undefined ? [] : [['file', file] as const]),
    ...Object.entries(parameters),
    ['node', node] as const,
  ];
  return `${scenario} (${axes.map(([name, value]) => `${name}=${value}`).join(', ')})`;
}

/** A name that is cut stays unique. */
function shorten(name: string): string {
  if (name.length <= MAX_NAME_CHARACTERS) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, MAX_NAME_CHARACTERS - digest.length - 1)}-${digest}`;
}

function listOfCase({ summary, growth, comparisonTable }: CaseResult): Figure[] {
  const judged = [growth?.metric ?? DEFAULT_GROWTH_METRIC, comparisonTable?.metric];
  const figures = Object.entries(summary).map(
    ([metric, { median, low, high, confidence, n }]): Figure => ({
      metric,
      unit: findMetric(metric)?.unit ?? 'count',
      value: median,
      // One run has no interval.
      ...(confidence > 0 && { interval: { low, high, confidence } }),
      n,
      isMoreWorse: isMoreWorse(metric) || judged.includes(metric),
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

/** What a scenario recorded counts only where the scenario judges it: nothing else says whether more of it is worse. */
const isMoreWorse = (metric: string): boolean => findMetric(metric)?.worse === 'more';
