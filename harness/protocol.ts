/** The protocol between the parent and a child: one JSON record per line, on separate pipes. */
import type { RunRuling } from './claims/claim.ts';
import type { ParameterValue, StreamCounters } from './scenario.ts';

/** Child to parent: `RunRecord`s from the main thread. */
export const RECORDS_FD = 3;
/** Child to parent: samples from the sampler thread. */
export const SAMPLES_FD = 4;
/** Parent to child: a reply to each record that needs one. Its end means that the parent is gone. */
export const REPLIES_FD = 5;

/** In characters. A child that has more to report fails, and a longer line is not read as a record. */
export const MAX_RECORD_LENGTH = 1024 * 1024;

/** The exit code of a child if nothing is left that could settle the promise of the run: Node's own for such a module. */
export const EXIT_NEVER_SETTLED = 13;

/** What one child is to do. It is passed as one JSON argument, so the command that started a child can be repeated by hand. */
export interface RunRequest {
  /** URL of the plain JavaScript module whose default export is the scenario. */
  readonly scenarioUrl: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** A sampler thread reads memory at this interval; null in a measure run. */
  readonly sampleIntervalMs: number | null;
  /** Each sample is of live memory: garbage is collected first, and samples come as often as that allows. */
  readonly readsLiveMemory?: true;
  /** Each sample says what is buffered and whether the event loop turns, and each collection is reported with its time. */
  readonly notesMoments?: true;
  /** What process.memoryUsage() says is not true in this runtime: a scenario that reads it is reported. */
  readonly hasFalseMemory?: true;
  /** Operations are timed for a shorter time: less exact, and done sooner. */
  readonly timesBriefly?: true;
  /** How often `run` is called in this one child, settled after each: 1 unless retained growth is judged. */
  readonly rounds: number;
  /** Absolute path of a folder that only this run uses. */
  readonly tempDir: string;
  /** True if the child itself must check whether the parent is still alive. */
  readonly watchesParent: boolean;
  /** Without a parent: records are printed to stdout. */
  readonly standalone?: true;
}

/** From the argument of the child: JSON, or base64url of it in a command that is copied to a shell of Windows. */
export const parseRequest = (argument: string): RunRequest =>
  JSON.parse(argument.startsWith('{') ? argument : Buffer.from(argument, 'base64url').toString('utf8'));

export type Phase = 'start' | 'load' | 'setup' | 'settle' | 'run' | 'retain' | 'teardown' | 'finish';

export interface MemoryReading {
  readonly rssBytes: number;
  readonly heapTotalBytes: number;
  readonly heapUsedBytes: number;
  readonly externalBytes: number;
  readonly arrayBuffersBytes: number;
}

/** The source of a peak RSS: the kernel's maximum since the run began, the same since the process began, or getrusage. */
export type PeakRssSource = 'VmHWM' | 'VmHWM-since-start' | 'maxRSS';

export interface GarbageCollection {
  /** How many collections of each kind ran during the run, and how long they took together. */
  readonly minor: { readonly count: number; readonly ms: number };
  readonly major: { readonly count: number; readonly ms: number };
  readonly incremental: { readonly count: number; readonly ms: number };
  readonly weakCallbacks: { readonly count: number; readonly ms: number };
}

/** A collection: when it began, since run() was called, and how long it took. */
export interface Collection {
  readonly atMs: number;
  readonly durationMs: number;
  readonly kind: keyof GarbageCollection;
}

/** The methods by which a chunk enters a stream. */
export type CalledMethod = 'write' | 'end' | 'push' | 'enqueue';

/** A position in a file that the child loaded, compiled or not. */
export interface StackFrame {
  /** A path or a URL. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly functionName?: string;
}

/** A call and its innermost frames outside of Node; none if Node itself made it, such as a pipe. */
export interface CapturedCall {
  readonly method: CalledMethod;
  readonly frames: readonly StackFrame[];
}

/** A line of a program. */
export interface CallSite {
  /** Relative to the root of the project that owns it, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly functionName?: string;
}

/** The first call that wrote or pushed after one had returned false. */
export interface FirstAfterFalse {
  readonly method: CalledMethod;
  /** The line of the program that made the call. Absent if only Node's own code did, such as a pipe. */
  readonly site?: CallSite;
  /** The package through which the program made the call. */
  readonly through?: string;
}

export interface CounterReport {
  readonly byLabel: Readonly<Record<string, StreamCounters>>;
  /** By label: the first call after one had returned false. Absent if there was none. */
  readonly firstAfterFalse?: Readonly<Record<string, CapturedCall>>;
  /** The most bytes that all watched streams together had buffered at one moment. Absent if no stream was counted, or one could not be. */
  readonly peakBufferedBytes?: number;
  /** The same in chunks, of the streams that count them. Absent if there was none. */
  readonly peakBufferedChunks?: number;
  /** Bytes that came out of the streams of the label that was watched last. Absent if no stream was counted. */
  readonly bytesDelivered?: number;
  /** The labels of which a stream could not be counted: they are not in byLabel. Absent if there was none. */
  readonly uncounted?: readonly string[];
  readonly recorded: Readonly<Record<string, number>>;
}

/** A statement about a run or a result, and whether it is true. */
export interface Check {
  readonly text: string;
  readonly passed: boolean;
}

/** What a process that ends early can still report. */
export interface PartialFigures {
  readonly counters: CounterReport;
  readonly checks: readonly Check[];
}

export interface FinalFigures {
  readonly durationMs: number;
  readonly cpuUserMs: number;
  readonly cpuSystemMs: number;
  readonly cpuWaitMs?: number;
  readonly counters: CounterReport;
  readonly peakRss: { readonly bytes: number; readonly source: PeakRssSource };
  readonly memory: {
    readonly start: MemoryReading;
    readonly end: MemoryReading;
    readonly retained: MemoryReading;
  };
  /** Retained memory after each round. */
  readonly rounds: readonly MemoryReading[];
  readonly gc: GarbageCollection;
  /** The first of them; only in a run that notes moments. */
  readonly collections?: readonly Collection[];
  readonly eventLoop: { readonly maxDelayMs: number; readonly utilization: number };
  readonly checks: readonly Check[];
  /** Absent if the scenario is not a claim. */
  readonly ruling?: RunRuling;
  readonly warnings: readonly ChildWarning[];
}

/** Warnings that only the child can raise. */
export const CHILD_WARNINGS = [
  'not-settled',
  'peak-rss-not-reset',
  'no-inspector',
  'no-live-memory',
  'false-memory-read',
  'debugger-attached',
  'web-stream-not-counted',
  'http-message-not-counted',
  'write-leads-elsewhere',
  'node-streams-not-counted',
  'worker-threads',
  'child-processes',
] as const;
export type ChildWarning = (typeof CHILD_WARNINGS)[number];

export interface DescribedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

export type RunRecord = { readonly seq: number } & (
  | { readonly type: 'phase'; readonly phase: Phase; readonly atMs: number }
  | {
      readonly type: 'start-peer';
      readonly url: string;
      readonly settings: Readonly<Record<string, ParameterValue>>;
    }
  | {
      readonly type: 'failure';
      readonly phase: Phase;
      readonly error: DescribedError;
      readonly partial: PartialFigures;
    }
  | { readonly type: 'exit'; readonly phase: Phase; readonly code: number; readonly partial: PartialFigures }
  | { readonly type: 'interrupted'; readonly partial: PartialFigures }
  | { readonly type: 'final'; readonly figures: FinalFigures }
);

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never;
export type RunMessage = WithoutSeq<RunRecord>;

export type Reply =
  | { readonly type: 'peer'; readonly port: number }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'received' };

/** Milliseconds on the system's monotonic clock: the same in every thread and process of the machine. */
export const monotonicMs = (): number => Number(readNs() / 1000n) / 1000;

/** Taken now: a scenario may replace it. */
const readNs = process.hrtime.bigint;
