/** What a report says of the shards that its cases come from. */
import type { Environment } from '../environment.ts';

/** The key of a case, the same for every Node, and the shard that measures it. */
export type PlannedCase = readonly [key: string, shard: number];

/** Which share of a plan was measured; `cases` are those of all shards, in their order. */
export interface StoredShard {
  readonly index: number;
  readonly total: number;
  readonly cases: readonly PlannedCase[];
}

/** An invocation whose results are in a merged report. */
export interface MergedInvocation {
  readonly id: string;
  readonly index: number;
  readonly total: number;
  /** The key of its plan in `plans`. */
  readonly plan: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly complete: boolean;
  readonly seed: number;
  readonly environment: Environment;
}

/** Where the results of a merged report come from. */
export interface Merged {
  readonly plans: Readonly<Record<string, readonly PlannedCase[]>>;
  readonly invocations: readonly MergedInvocation[];
}
