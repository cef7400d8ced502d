/** Which pairs of runs the rules of the comparison need. */

import type { AbOptions } from '../command-line/ab.ts';
import { compareReports } from '../compare/compare-reports.ts';
import { ALPHA, MIN_EXACT_RUNS, PAIRED_RULES, type PairedRule } from '../compare/metric-rules.ts';
import { type BudgetedMetric, chanceOfDifference, countRequiredPairs } from '../compare/required-pairs.ts';
import { UsageError } from '../errors.ts';
import type { MetricClass } from '../metrics.ts';
import { metricNamed } from '../metrics.ts';
import type { PairKind } from '../plan/plan-pairs.ts';
import type { CaseResult, Report, RunResult } from '../result.ts';
import type { Sides } from '../sides.ts';

type Classes = ReadonlySet<MetricClass>;

const KINDS: readonly PairKind[] = ['measure', 'stable'];

const isOfKind = ({ metric }: PairedRule, kind: PairKind): boolean => metricNamed(metric).measuredBy === kind;

const listRules = (classes: Classes): PairedRule[] => PAIRED_RULES.filter((rule) => classes.has(rule.class));

/** The minimum number of pairs of each kind. A kind that no requested metric needs is left out. */
export function findMinPairs({
  classes,
  minPairs = 0,
  maxPairs,
}: Pick<AbOptions, 'classes' | 'minPairs' | 'maxPairs'>): Map<PairKind, number> {
  // Growth takes its points at the volume of the case from the measure runs.
  const isExact = classes.has('exact') || classes.has('growth');
  const minimum = new Map<PairKind, number>();
  for (const kind of KINDS) {
    const ofRules = listRules(classes).filter((rule) => isOfKind(rule, kind));
    const counts = [
      ...ofRules.map((rule) => rule.minPairs),
      ...(kind === 'measure' && isExact ? [MIN_EXACT_RUNS] : []),
    ];
    if (counts.length > 0) minimum.set(kind, Math.max(...counts));
  }
  const needed = Math.max(...minimum.values());
  if (needed > maxPairs) {
    throw new UsageError(
      `--max-pairs ${maxPairs} is less than the ${needed} pairs that the requested metrics need`,
      {
        hint: 'without time 10 are enough, and without memory and time 3: --metrics exact,growth,memory',
      },
    );
  }
  return new Map([...minimum].map(([kind, count]) => [kind, Math.max(count, minPairs)]));
}

/**
 * How many pairs of a kind would detect the effects that matter, for every requested metric. The more metrics there are
 * in all cases together, the stronger the evidence for each has to be.
 */
export function countNeeded(
  kind: PairKind,
  { a, b }: Sides<readonly RunResult[]>,
  { classes, caseCount }: { readonly classes: Classes; readonly caseCount: number },
): number {
  return countRequiredPairs(a, b, listMetrics(kind, classes), shareAlpha(classes, caseCount));
}

/** The chance that so many pairs like those so far detect a difference, which a second batch then has to confirm. */
export const chanceOfFinding = (
  kind: PairKind,
  { a, b }: Sides<readonly RunResult[]>,
  {
    classes,
    caseCount,
    pairs,
  }: { readonly classes: Classes; readonly caseCount: number; readonly pairs: number },
): number =>
  chanceOfDifference(a, b, listMetrics(kind, classes), { alpha: shareAlpha(classes, caseCount), pairs });

const listMetrics = (kind: PairKind, classes: Classes): BudgetedMetric[] =>
  listRules(classes)
    .filter((rule) => isOfKind(rule, kind))
    .map(({ metric, delta }) => ({ delta, read: metricNamed(metric).read }));

const shareAlpha = (classes: Classes, caseCount: number): number =>
  ALPHA / Math.max(1, listRules(classes).length * caseCount);

/** For each case of B, the kinds of runs that detected a difference which a second batch has to confirm. */
export function findUnconfirmed({ a, b }: Sides<Report>, classes?: Classes): Set<PairKind>[] {
  const { cases } = compareReports(a, b, classes === undefined ? {} : { classes });
  return b.results.map((result) => {
    const metrics = cases.find((one) => isOf(result, one))?.metrics ?? [];
    const flagged = metrics
      .filter((one) => 'needsConfirmation' in one && one.needsConfirmation)
      .map(({ metric }) => metric);
    return new Set(
      KINDS.filter((kind) =>
        PAIRED_RULES.some((rule) => flagged.includes(rule.metric) && isOfKind(rule, kind)),
      ),
    );
  });
}

const isOf = (
  { scenario, parameters }: CaseResult,
  one: { readonly scenario: string; readonly b: { readonly parameters: CaseResult['parameters'] } },
): boolean => one.scenario === scenario && one.b.parameters === parameters;
