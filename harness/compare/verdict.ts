/** The result of a comparison: the data that the rules make and every reporter reads. */
import type { CaseIdentity, ScenarioIdentity } from '../case-key.ts';
import { findMetric, type MetricClass } from '../metrics.ts';
import type { Environment } from '../result.ts';
import type { SideName, Sides } from '../sides.ts';
import type { Unit } from '../units.ts';

/** The verdict of a metric that is judged. */
export type JudgedVerdict = 'pass' | 'regression' | 'improvement' | 'inconclusive';
export type MetricVerdict = JudgedVerdict | 'informational';
/** `not-comparable`: nothing could be judged, and the reasons say why. */
export type ComparisonVerdict = JudgedVerdict | 'not-comparable';

export interface Difference {
  /** relative: a share of A, 0.05 for 5 % more. absolute: B - A, in the unit of the metric. */
  readonly kind: 'relative' | 'absolute';
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The coverage of low to high, 0 to 1; 1 where every run gave the same. */
  readonly confidence: number;
  /** How many runs per side low and high are computed from, where there were more. */
  readonly firstRuns?: number;
  /** B relative to A; `unknown` where no difference is detected. */
  readonly direction: 'more' | 'less' | 'same' | 'unknown';
}

interface Compared {
  /** A name of METRICS, `recorded.NAME`, `growth`, or `outcome`. */
  readonly metric: string;
  readonly unit: Unit;
  /** The median of the side, its slope, or its number of failed runs; undefined where it has no such figure. */
  readonly a: number | undefined;
  readonly b: number | undefined;
  /** A sentence that says why the verdict is what it is. */
  readonly reason: string;
}

/** How the runs of a case ended. */
export interface OutcomeComparison extends Compared {
  readonly class: 'outcome';
  readonly verdict: JudgedVerdict;
  readonly isGated: true;
}

export interface ExactComparison extends Compared {
  readonly class: 'exact';
  readonly difference: Difference | undefined;
  /** The largest difference that counts as none, in the unit of the metric. */
  readonly minDetectableEffect: number | undefined;
  readonly verdict: JudgedVerdict;
  /** False where it varies between the runs of a side, or no direction is worse: then it decides nothing. */
  readonly isGated: boolean;
}

export interface GrowthComparison extends Compared {
  readonly class: 'growth';
  readonly difference: Difference | undefined;
  /** The smallest difference of two slopes that could have been detected, as a share of A; undefined unless both are linear. */
  readonly minDetectableEffect: number | undefined;
  readonly verdict: JudgedVerdict;
  readonly isGated: true;
}

export interface PairedComparison extends Compared {
  readonly class: 'memory' | 'time';
  readonly difference: Difference | undefined;
  /** The smallest difference that could have been detected, as a share of A. */
  readonly minDetectableEffect: number | undefined;
  /** Adjusted for the number of metrics, for the direction of the difference. */
  readonly p: number | undefined;
  readonly pairs: number;
  readonly verdict: JudgedVerdict;
  readonly isGated: true;
  /** The first batch of pairs detected a difference, and there is no second that could confirm it. */
  readonly needsConfirmation: boolean;
}

/** A metric that is shown and decides nothing. */
export interface InformationalComparison extends Compared {
  readonly class: 'informational';
  readonly difference: Difference | undefined;
  readonly verdict: 'informational';
}

export type MetricComparison =
  | OutcomeComparison
  | ExactComparison
  | GrowthComparison
  | PairedComparison
  | InformationalComparison;

export type JudgedComparison = Exclude<MetricComparison, InformationalComparison>;

/** Whether it counts for the verdict of the whole comparison. */
export const isGated = (metric: MetricComparison): metric is JudgedComparison =>
  metric.class !== 'informational' && metric.isGated;

/** The difference of B from A; outcomes are compared by their verdicts only. */
export const differenceOf = (metric: MetricComparison): Difference | undefined =>
  metric.class === 'outcome' ? undefined : metric.difference;

/** The class of the rule that a metric has, also where it was not judged this time. */
export function ruleClassOf({
  metric,
  class: ownClass,
}: Pick<MetricComparison, 'metric' | 'class'>): MetricClass | 'outcome' | 'informational' {
  if (ownClass !== 'informational') return ownClass;
  return metric === 'growth' ? 'growth' : (findMetric(metric)?.class ?? 'informational');
}

export type ComparedIdentity = Pick<CaseIdentity, 'parameters' | 'parameterKinds' | 'node'>;

export interface CaseComparison extends ScenarioIdentity, Sides<ComparedIdentity> {
  readonly title: string;
  readonly metrics: readonly MetricComparison[];
}

export interface SideIdentity {
  readonly id: string;
  readonly label: string;
  readonly startedAt: string;
  readonly environment: Environment;
}

/** A case that one side has and the other has not, or that neither side has a finished run of. */
export interface MissingCase extends CaseIdentity {
  /** The side that lacks it. */
  readonly side: SideName;
  readonly reason: string;
}

export const COMPARISON_SCHEMA_VERSION = 1;

export interface ReportComparison extends Sides<SideIdentity> {
  readonly schemaVersion: typeof COMPARISON_SCHEMA_VERSION;
  readonly environmentDifferences: readonly ({ readonly field: string } & Sides<string>)[];
  readonly cases: readonly CaseComparison[];
  readonly missing: readonly MissingCase[];
  /** False where nothing of the two may be compared: Node majors or flags differ. */
  readonly isComparable: boolean;
  /** Why not, one by one. */
  readonly reasons: readonly string[];
  /** The worst of the metrics that are gated; a case that is missing from B makes it inconclusive. */
  readonly verdict: ComparisonVerdict;
}
