/** What a comparison says: the data that the rules make and every reporter reads. */
import type { Unit } from '../metrics.ts';
import type { Environment } from '../result.ts';
import type { ParameterValue } from '../scenario.ts';

/** `not-compared`: nothing may be said, and the reason says why. */
export type VerdictWord = 'pass' | 'regression' | 'improvement' | 'inconclusive' | 'not-compared';

/** Which rule decides: see compare/metric-rules.ts. `outcome` is of how the runs of a case ended. */
export type ComparisonClass = 'outcome' | 'exact' | 'memory' | 'time' | 'growth';

export interface Difference {
  /** relative: a share of A, 0.05 for 5 % more. absolute: B - A, in the unit of the metric. */
  readonly kind: 'relative' | 'absolute';
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The coverage of low to high, 0 to 1; 1 where every run gave the same. */
  readonly confidence: number;
  /** Of how many runs a side low and high are, where there were more. */
  readonly firstRuns?: number;
  /** How B is beside A; `unknown` where no difference can be told. */
  readonly direction: 'more' | 'less' | 'same' | 'unknown';
}

export interface MetricComparison {
  /** A name of METRICS, `recorded.NAME`, `growth`, or `outcome`. */
  readonly metric: string;
  readonly class: ComparisonClass;
  readonly unit: Unit | 'slope';
  /** The median of the side, its slope, or its number of failed runs; undefined where it has no such figure. */
  readonly a: number | undefined;
  readonly b: number | undefined;
  readonly difference: Difference | undefined;
  /** The smallest difference that could have been told: a share of A, and in the unit of the metric where it is counted. */
  readonly minDetectableEffect: number | undefined;
  /** Adjusted for the number of metrics, of the direction that was found; only by the paired rule. */
  readonly p: number | undefined;
  /** Only by the paired rule. */
  readonly pairs: number | undefined;
  readonly verdict: VerdictWord;
  /** A sentence that says why. */
  readonly reason: string;
  /** False where it is only told, and decides nothing. */
  readonly isGated: boolean;
  /** The first batch of pairs found a difference, and there is no second that could confirm it. */
  readonly needsConfirmation: boolean;
}

export interface CaseIdentity {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly node: string;
}

export interface CaseComparison {
  readonly scenario: string;
  readonly title: string;
  readonly a: CaseIdentity;
  readonly b: CaseIdentity;
  readonly metrics: readonly MetricComparison[];
}

export interface SideIdentity {
  readonly id: string;
  readonly label: string;
  readonly startedAt: string;
  readonly environment: Environment;
}

/** A case that one side has and the other has not, or that no side can be compared in. */
export interface MissingCase extends CaseIdentity {
  /** The side that lacks it. */
  readonly side: 'a' | 'b';
  readonly scenario: string;
  readonly reason: string;
}

export const COMPARISON_SCHEMA_VERSION = 1;

export interface ReportComparison {
  readonly schemaVersion: typeof COMPARISON_SCHEMA_VERSION;
  readonly a: SideIdentity;
  readonly b: SideIdentity;
  readonly environmentDifferences: readonly {
    readonly field: string;
    readonly a: string;
    readonly b: string;
  }[];
  readonly cases: readonly CaseComparison[];
  readonly missing: readonly MissingCase[];
  /** False where nothing of the two may be compared: another Node major, other flags. */
  readonly isComparable: boolean;
  /** Why not, one by one. */
  readonly reasons: readonly string[];
  /** The worst of what is gated; a case that is gone from B is a warning. `not-compared` where nothing was judged. */
  readonly verdict: VerdictWord;
}
