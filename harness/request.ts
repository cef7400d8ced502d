/** The request of an invocation as its report stores it: no stored command line is parsed again. */

import type { StoredShard } from './shards/shard.ts';

/** What an invocation measures, resolved from its command line: enough to make the same runs again. */
export interface MeasurementRequest {
  readonly command: 'run' | 'ab' | 'check' | 'tune' | 'claims';
  /**
   * Names, globs and paths, as they were given; paths are relative to the folder in which tidemark was called. `bench:`
   * before the path of a file of node:bench.
   */
  readonly scenarios: readonly string[];
  readonly all: boolean;
  /** By parameter, the values that were given, or `all`. */
  readonly parameterValues: Readonly<Record<string, readonly string[]>>;
  readonly matrix: boolean;
  /** The share of the cases that was measured; absent if it was all of them. */
  readonly shard?: StoredShard;
  /** Versions and paths, as they were given; none for the Node that ran tidemark. */
  readonly nodes: readonly string[];
  /** Names and paths of other runtimes, as they were given; absent if Node was measured. */
  readonly runtimes?: readonly string[];
  readonly nodeFlags: readonly string[];
  /** Names of the variables that were passed to scenarios; their values are not stored. */
  readonly environmentVariables: readonly string[];
  /** Absent if the rule for the scenario decides. */
  readonly measureRuns?: number;
  readonly profileRuns?: number;
  readonly stableRuns: number;
  readonly growth: boolean;
  /** What no run of any scenario may exceed, by metric, in addition to its own limits. Absent if there is none. */
  readonly limits?: Readonly<Record<string, number | 'bounded'>>;
  readonly growthVolumeBytes?: number;
  /** The most that the rule takes for the largest volume, where none is requested. */
  readonly growthAtMostBytes?: number;
  /** Operations are timed for a shorter time. */
  readonly timesBriefly?: true;
  readonly sampleIntervalMs: number;
  readonly timeoutMs: number;
  readonly maxMemoryBytes?: number;
}

/** Before a path among the scenarios of a request: a file of node:bench, whose benches are measured. */
export const BENCH_PREFIX = 'bench:';
