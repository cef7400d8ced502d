/** What `survive` found: survive.json. Units are in the names; a figure that was not measured is absent. */
import type { CaseIdentity } from '../case-key.ts';
import type { Environment, RunOutcome } from '../result.ts';

/** heap: that of V8, by --max-old-space-size. rss: all memory of the process. container: what the kernel counts for a cgroup. */
export type LimitKind = 'heap' | 'rss' | 'container';

/** Who ends a run that needs more: V8, the kernel by a cgroup (only `container`), or tidemark by --max-memory and the peak afterwards. */
export type EnforcedBy = 'v8' | 'cgroup' | 'tidemark';

/** One run with a limit. */
export interface Trial {
  readonly limitBytes: number;
  /** It completed, within the limit, and its expectations passed. */
  readonly isSuccess: boolean;
  readonly outcome: RunOutcome;
  /** Expectations that failed although the run completed. */
  readonly failedChecks?: readonly string[];
  readonly nodeFlags: readonly string[];
  readonly wallMs: number;
  /** run() alone. Absent if it did not complete. */
  readonly durationMs?: number;
  readonly peakRssBytes?: number;
}

/** The smallest limit of one kind. */
export interface SurviveAnswer {
  readonly kind: LimitKind;
  readonly enforcedBy: EnforcedBy;
  readonly state: 'found' | 'beyond-ceiling' | 'unsettled' | 'interrupted';
  /** The smallest limit that all repeated runs completed with. Only if it was found. */
  readonly needBytes?: number;
  /** The largest limit below it that a run failed with. Absent if none did. */
  readonly failsAtBytes?: number;
  /** The largest limit that was tried. Only if even that was too small. */
  readonly ceilingBytes?: number;
  readonly trials: readonly Trial[];
}

/** The run without a limit that the others are compared with. */
export interface Reference {
  readonly durationMs: number;
  readonly peakRssBytes?: number;
  /** Both with garbage that had not been collected yet. */
  readonly peakHeapUsedBytes?: number;
  readonly peakArrayBuffersBytes?: number;
}

export interface SurviveResult extends CaseIdentity {
  readonly title: string;
  /** Absent if the case does not complete without a limit; then `outcome` says how it ended. */
  readonly reference?: Reference;
  readonly outcome: RunOutcome;
  readonly answers: readonly SurviveAnswer[];
}

export interface SurviveReport {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly tool: { readonly name: 'tidemark'; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  /** False if the invocation was interrupted. */
  readonly complete: boolean;
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly results: readonly SurviveResult[];
}
