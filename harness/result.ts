/** The data that all rooms share: the results of a run, a case and an invocation. Units are in the names. */
import type { ClaimResult, RunRuling } from './claims/claim.ts';
import type { Environment } from './environment.ts';
import type { Growth, LiveMemory } from './growth.ts';
import type {
  Check,
  Collection,
  FirstAfterFalse,
  GarbageCollection,
  MemoryReading,
  PeakRssSource,
} from './protocol.ts';
import type { MeasurementRequest } from './request.ts';
import type { ComparisonTable, Parameter } from './scenario.ts';
import type { ExpectedOutcome, ParameterValue, StreamCounters } from './scenario-context.ts';
import type { Merged } from './shards/shard.ts';
import type { Timeline } from './timeline/timeline.ts';

/** Nothing is published yet: the schema stays version 1 while its words are put right. */
export const SCHEMA_VERSION = 1;

/** `bytes` and `volume` are sizes, `count` is a number of things, `choice` is one of several words. */
export type ParameterKind = Parameter['kind'];

export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/**
 * What a run is for. measure: no sampler; time, CPU, counters and peak RSS. profile: with the sampler. growth: at
 * another volume. stable: with the sampler and --single-threaded-gc, so that peaks of memory hardly vary.
 */
export type RunKind = 'measure' | 'profile' | 'growth' | 'stable';

/** How a run ended. `phase` is what the child was doing at that moment. */
export type RunOutcome =
  | { readonly state: 'completed' }
  | { readonly state: 'timed-out'; readonly afterMs: number; readonly phase: string }
  /** V8 could not grow its heap. */
  | { readonly state: 'out-of-memory'; readonly lastRssBytes?: number; readonly phase: string }
  /** The run exceeded --max-memory. */
  | {
      readonly state: 'over-limit';
      readonly limitBytes: number;
      readonly rssBytes: number;
      readonly phase: string;
    }
  | {
      readonly state: 'crashed';
      readonly phase: string;
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly reason: string;
      /** Of the error that ended it, innermost first, without those of Node and tidemark. */
      readonly frames?: readonly string[];
      readonly stderrLines: readonly string[];
    }
  /** The user interrupted it. */
  | { readonly state: 'aborted'; readonly phase: string };

/** The largest value of each figure. Figures that only a sampler measures are missing from runs without one. */
export type PeakMemory = Partial<MemoryReading> & { readonly rssSource?: PeakRssSource };

export type { Environment, NodeEnvironment } from './environment.ts';
export type * from './growth.ts';
export type { CallSite, Check, FirstAfterFalse } from './protocol.ts';
export type { Blocked, Timeline, TimelineMoments } from './timeline/timeline.ts';

/** What was counted for one label. */
export interface LabelCounters extends StreamCounters {
  /** Absent if nothing was written or pushed after false. */
  readonly firstAfterFalse?: FirstAfterFalse;
}

/** What was counted for one label in one run of a case. */
export interface LabelResult extends LabelCounters {
  readonly label: string;
}

/** One child process that executed one case once. A figure that was not measured is absent, never 0. */
export interface RunResult {
  readonly kind: RunKind;
  /** The position of this run among all runs of the invocation. */
  readonly index: number;
  /** Pairs this run with the run of the other side that has the same pair, kind and batch. */
  readonly pair?: number;
  /** 2 is the fresh batch that confirms what the first detected. */
  readonly batch?: 1 | 2;
  /** The values this run used: each growth run has another volume. */
  readonly parameters: ParameterValues;
  /** Node flags of this run, in addition to environment.flags. */
  readonly flags?: readonly string[];
  readonly outcome: RunOutcome;
  /** The command that starts this child again. Only for runs that did not complete and whose files still exist. */
  readonly reproduce?: string;
  /** From the start of the process to its exit, measured by the parent. */
  readonly wallMs: number;
  /** run() alone, from its call until its promise settled. */
  readonly durationMs?: number;
  /** User and system time of the whole process during run(). */
  readonly cpuMs?: number;
  readonly cpuUserMs?: number;
  readonly cpuSystemMs?: number;
  /** How long the main thread was ready during run(), and other programs had the cores. Only Linux says so. */
  readonly cpuWaitMs?: number;
  /** Bytes that came out of the streams of the label that was watched last. Absent if no stream was watched, or one cannot be counted. */
  readonly bytesDelivered?: number;
  /** The most bytes that all watched streams buffered together at one moment. Absent if no stream was watched, or one cannot be counted. */
  readonly peakBufferedBytes?: number;
  /** The most chunks that all watched streams that count them buffered together at one moment. */
  readonly peakBufferedChunks?: number;
  /** The labels of which a stream could not be counted: nothing is added up over labels then. */
  readonly uncounted?: readonly string[];
  /** By the label given to watch(). For a run that ended early, until then. */
  readonly counters?: Readonly<Record<string, LabelCounters>>;
  /** By the name given to record(). */
  readonly recorded?: Readonly<Record<string, number>>;
  readonly memory?: {
    readonly start?: MemoryReading;
    readonly peak: PeakMemory;
    readonly end?: MemoryReading;
    readonly retained?: MemoryReading;
  };
  /** Only growth runs have it. */
  readonly live?: LiveMemory;
  /** Retained memory after each round; only where retained growth is judged. */
  readonly rounds?: readonly MemoryReading[];
  readonly sampling?: {
    readonly intervalMs: number;
    readonly count: number;
    /** The longest time without a sample, the ends of the run included. */
    readonly longestGapMs: number;
    readonly source: 'inspector';
  };
  readonly timeline?: Timeline;
  readonly gc?: GarbageCollection;
  /** The longest collections, in the order of time; only profile runs have them. */
  readonly collections?: readonly Collection[];
  readonly eventLoop?: { readonly maxDelayMs: number; readonly utilization: number };
  /** What the parent saw of the process. */
  readonly monitor?: {
    readonly samples: number;
    readonly peakRssBytes?: number;
    readonly peakCpuPercent?: number;
  };
  readonly checks?: readonly Check[];
  /** Only of a claim. */
  readonly ruling?: RunRuling;
  /** What the scenario printed; absent if it printed nothing. */
  readonly output?: RunOutput;
}

/** What a run printed to stdout and stderr. */
export interface RunOutput {
  readonly bytes: number;
  /** Where it is saved, relative to the folder of the report. */
  readonly file: string;
  /** Whether only its beginning and its end are saved. */
  readonly isCut: boolean;
  readonly lastLines: readonly string[];
}

/** The median of a metric over the runs that measure it, with its interval. */
export interface Summary {
  readonly n: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** The exact coverage of low to high as an interval for the median. */
  readonly confidence: number;
}

/** A reservation about a result. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** What a scenario must show: passed, failed, or not judged, and why, because nothing was measured to judge it by. */
export type Expectation = Check | { readonly text: string; readonly notJudged: string };

/** All runs of one case on one Node, with their summary. */
export interface CaseResult {
  readonly scenario: string;
  /** Relative to the root of the project that owns it, with `/`, on every system. Absent for those of tidemark. */
  readonly file?: string;
  /** Of the scenario as it was compiled: another after each change of it. Absent in reports of an earlier tidemark. */
  readonly programHash?: string;
  readonly title: string;
  readonly pairedWith?: string;
  /** Those of the scenario; absent if it has none. */
  readonly tags?: readonly string[];
  readonly parameters: ParameterValues;
  /** The kind of each parameter, by name: how its value is shown. */
  readonly parameterKinds: Readonly<Record<string, ParameterKind>>;
  /** The version of Node that ran it, or the name and version of another runtime; one of environment.nodes. */
  readonly node: string;
  /** In a merged report, the id of the invocation that measured it. */
  readonly invocation?: string;
  /** How every run must end; absent if it must complete. */
  readonly expectedOutcome?: ExpectedOutcome;
  readonly runs: readonly RunResult[];
  /** The watched streams by label, the worst first, in one run. Absent if no stream was counted. */
  readonly labels?: readonly LabelResult[];
  /** By metric, over the runs of the kind that measures it that ended as expected. */
  readonly summary: Readonly<Record<string, Summary>>;
  readonly growth?: Growth;
  readonly comparisonTable?: ComparisonTable;
  readonly claim?: ClaimResult;
  readonly expectations: readonly Expectation[];
  readonly warnings: readonly Warning[];
}

/** The results of one invocation: report.json. */
export interface Report {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly id: string;
  readonly tool: { readonly name: 'tidemark'; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  /** False if the invocation was interrupted: then it contains what was measured up to then. */
  readonly complete: boolean;
  /** In an A/B comparison, which of the two sides this is. */
  readonly side?: { readonly name: 'a' | 'b'; readonly label: string };
  /** The order of the runs is drawn from it. */
  readonly seed: number;
  /** The arguments of the command line, for people to read. */
  readonly argv: readonly string[];
  readonly request: MeasurementRequest;
  /** In a merged report, that of its first invocation, with the Nodes of all. */
  readonly environment: Environment;
  /** Which invocations the results of a merged report are from. */
  readonly merged?: Merged;
  readonly results: readonly CaseResult[];
}

/** False for one that was not judged, too. */
export const hasPassed = (expectation: Expectation): boolean => 'passed' in expectation && expectation.passed;

/** Whether a run ended as its scenario expects: it completed, or it ended in run() in the expected way. */
export const endedAsExpected = (
  { outcome }: RunResult,
  { expectedOutcome: expected }: Pick<CaseResult, 'expectedOutcome'>,
): boolean =>
  outcome.state === 'completed'
    ? expected === undefined
    : outcome.state === expected && outcome.phase === 'run';
