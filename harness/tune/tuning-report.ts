import type { ParameterKind, ParameterValues } from '../result.ts';
import type { Tuning } from './tuning.ts';

/** The answer of `tune`, with what it is the answer to. */
export interface TuningReport extends Tuning {
  readonly tool: { readonly name: 'tidemark'; readonly version: string };
  /** Of the invocation, whose folder has the runs. */
  readonly id: string;
  readonly seed: number;
  readonly scenario: string;
  /** Absent for the scenarios that come with tidemark. */
  readonly file?: string;
  readonly node: string;
  readonly parameter: string;
  readonly kind: 'bytes' | 'count';
  /** In what throughput is counted. */
  readonly throughputUnit: 'bytesPerSecond' | 'runsPerSecond';
  /** All parameters but the one that is tuned, as they were measured. */
  readonly parameters: ParameterValues;
  readonly parameterKinds: Readonly<Record<string, ParameterKind>>;
  /** Those that a command has to give to measure the same. */
  readonly givenParameters: readonly string[];
  /** Where runs at the scenario's own volume would have taken too long, or been too short. */
  readonly scenarioVolumeBytes?: number;
  /** Of one chunk, where that is known. */
  readonly chunkBytes?: number;
  readonly budgetBytes?: number;
  readonly latencyMs?: number;
  readonly tookMs: number;
}
