/**
 * The contract that a scenario implements: this is all that a scenario file imports from tidemark,
 * and all that is exported to people who write their own.
 */

export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;

/** A size in bytes, such as a highWaterMark. The first value is the default; any other positive whole number can be requested. */
export interface BytesParameter {
  readonly kind: 'bytes';
  readonly values: readonly number[];
}

/** A number of things, such as connections. The first value is the default; any other positive whole number can be requested. */
export interface CountParameter {
  readonly kind: 'count';
  readonly values: readonly number[];
}

/** One of a closed list of words. The first is the default. */
export interface ChoiceParameter<Word extends string = string> {
  readonly kind: 'choice';
  readonly values: readonly Word[];
}

/** How many bytes are streamed. Growth multiplies it, so a scenario has at most one. */
export interface VolumeParameter {
  readonly kind: 'volume';
  readonly values: readonly [number];
}

export type Parameter = BytesParameter | CountParameter | ChoiceParameter | VolumeParameter;
export type ParameterValue = number | string;

export const bytes = (values: readonly number[]): BytesParameter => ({ kind: 'bytes', values });
export const count = (values: readonly number[]): CountParameter => ({ kind: 'count', values });
export const choice = <const Word extends string>(values: readonly Word[]): ChoiceParameter<Word> => ({
  kind: 'choice',
  values,
});
export const volume = (defaultBytes: number): VolumeParameter => ({ kind: 'volume', values: [defaultBytes] });

/** The value of each parameter in one case: a word for a choice, a number for everything else. */
export type ValuesOf<P> = {
  readonly [Name in keyof P]: P[Name] extends ChoiceParameter<infer Word>
    ? Word
    : P[Name] extends BytesParameter | CountParameter | VolumeParameter
      ? number
      : ParameterValue;
};

/** What `watch` counted of one label, exactly: no figure of it is sampled. */
export interface StreamCounters {
  /** The most bytes that the streams of this label held at once: their writable and their readable side. */
  readonly peakBufferedBytes: number;
  /** The most chunks held at once. Only for streams that count chunks or objects: objectMode and Web Streams. */
  readonly peakBufferedChunks?: number;
  /** The sum of the high-water marks of its sides, in bytes. Absent where the mark counts objects. */
  readonly highWaterMarkBytes?: number;
  /** How often `write()` was called although the last one had returned `false` and no 'drain' had come. */
  readonly writesAfterFalse: number;
  /** How often a readable side was pushed to although the last `push()` had returned `false`. */
  readonly pushesAfterFalse: number;
  readonly drains: number;
  /** Milliseconds between a `write()` that returned `false` and its 'drain', added up. */
  readonly backpressureMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Counts what a stream buffers, from now on, and returns that same stream. */
export type Watch = <Stream extends object>(label: string, stream: Stream) => Stream;

/** Another process that a scenario talks to, such as a slow client. It is ready, and has said so. */
export interface Peer {
  /** What the peer said when it was ready; a peer that listens says its port. */
  readonly port: number;
}

/** How long one operation takes, with what it leaves to the garbage collector: a mean, and its 95 % interval within this process. */
export interface OperationTime {
  readonly nanoseconds: number;
  readonly low: number;
  readonly high: number;
}

/** Calls an operation over and over for a fifth of a second. What it returns is held for a moment, so that nothing is optimized away. */
export type OperationTimer = (operation: () => unknown) => Promise<OperationTime>;

/** What a scenario can ask of the harness before its run. */
export interface SetupContext<Values> {
  readonly parameters: Values;
  /** An empty folder of this run's own; it is removed afterwards. */
  readonly tempDir: string;
  /**
   * Starts another process and waits until it is ready. `file` is a module beside the scenario:
   * `new URL('./peers/slow-reader.ts', import.meta.url)`. It is ended after the run.
   */
  readonly startPeer: (file: URL, settings?: Readonly<Record<string, ParameterValue>>) => Peer;
  /** Loads what times single operations; a scenario that does not ask for it is not burdened with it. */
  readonly loadTimer: () => Promise<OperationTimer>;
}

export interface RunContext<Values, Prepared> extends SetupContext<Values> {
  /** What `setup` returned. */
  readonly prepared: Prepared;
  readonly watch: Watch;
  /** Records a figure of the scenario's own beside the counters of the streams. A later call for the same name replaces it. */
  readonly record: (name: string, value: number) => void;
  /** Aborted when the run is out of time. */
  readonly signal: AbortSignal;
}

export type GrowthVerdict = 'bounded' | 'linear' | 'inconclusive';

/** The figures whose growth with the volume can be judged; `recorded.NAME` is what was given to `record(NAME, …)`. */
export type GrowthMetric =
  | `recorded.${string}`
  | 'peakBufferedBytes'
  | 'peakArrayBuffersBytes'
  | 'peakHeapUsedBytes'
  | 'peakRssBytes'
  | 'retainedArrayBuffersBytes'
  | 'retainedHeapUsedBytes';

/** What a run may not exceed, in the unit of its name; and how it may grow. Every run is held to it, with no other to compare with. */
export type Limits = {
  readonly [Metric in
    | GrowthMetric
    | 'writesAfterFalse'
    | 'pushesAfterFalse'
    | 'durationMs'
    | 'cpuMs']?: number;
} & { readonly growth?: 'bounded' };

export interface Checked<Values> {
  readonly parameters: Values;
  /** By the label given to `watch`. */
  readonly counters: Readonly<Record<string, StreamCounters>>;
  /** By the name given to `record`. */
  readonly recorded: Readonly<Record<string, number>>;
}

/** How a run can end, other than completed, where a scenario shows just that. */
export type ExpectedOutcome = 'crashed' | 'timed-out' | 'out-of-memory' | 'over-limit';

/** What a scenario must show. A run that does not show it fails: a benchmark that did no work is an error. */
export interface Expectation<Values> {
  readonly growth?: 'bounded' | 'linear';
  /**
   * The metric whose growth is judged.
   * @default 'peakBufferedBytes'
   */
  readonly metric?: GrowthMetric;
  /**
   * How every run must end, for a run that is expected never to complete: 'crashed' for one that waits for an event
   * that never comes. `checks` then sees what had been counted when the run crashed or timed out.
   * @default completed
   */
  readonly outcome?: ExpectedOutcome;
  /** Statements that must be true of every run that ended as expected, each with whether it is true. */
  readonly checks?: (run: Checked<Values>) => Readonly<Record<string, boolean>>;
}

/**
 * Shows the cases of a scenario as one comparison table, with a block, a row and a column for each value of a
 * parameter. All declared values of these parameters are measured unless the user requests others.
 */
export interface ComparisonTable<Name extends string = string> {
  /** The metric in the cells; less is better. */
  readonly metric: GrowthMetric;
  readonly rows: Name;
  /** The value of `rows` that the others are shown relative to. */
  readonly reference?: string;
  readonly columns?: Name;
  readonly blocks?: Name;
  /** Metrics that are shown next to the first one in each cell. */
  readonly cellMetrics?: readonly GrowthMetric[];
  /** Metrics that are the same in all columns, shown once at the end of the row. */
  readonly rowMetrics?: readonly GrowthMetric[];
}

/** Any set of parameters, by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** A scenario. Only `run` is required. */
export interface Scenario<P extends Parameters = Parameters, Prepared = unknown> {
  /**
   * What the scenario is called.
   * @default the name of its file, without `.bench`, `.scenario` and the extension
   */
  readonly name?: string;
  /**
   * One line that says what the scenario does.
   * @default the name
   */
  readonly title?: string;
  readonly about?: {
    /** What the scenario does, in a sentence or two. */
    readonly what: string;
    /** Why that matters to somebody who runs a service. */
    readonly why: string;
    /** What to expect of its figures. */
    readonly expect: string;
  };
  /** @default [] */
  readonly tags?: readonly string[];
  /** The name of the scenario that does the same work right, or wrong. */
  readonly pairedWith?: string;
  /**
   * What can be varied.
   * @default no parameters
   */
  readonly parameters?: P;
  readonly comparisonTable?: ComparisonTable<Extract<keyof P, string>>;
  readonly expect?: Expectation<ValuesOf<P>>;
  readonly limits?: Limits;
  /** Opens what the run needs. Not measured. */
  readonly setup?: (context: SetupContext<ValuesOf<P>>) => Prepared | Promise<Prepared>;
  /**
   * The measured work. It is over when the returned promise settles. The value it resolves with is kept alive until
   * retained memory has been measured, so a scenario that shows what a reference retains returns that reference.
   */
  readonly run: (context: RunContext<ValuesOf<P>, Prepared>) => unknown;
  /** Closes what `setup` opened. Not measured. */
  readonly teardown?: (prepared: Prepared) => void | Promise<void>;
}

/**
 * States the types of a scenario, and returns the scenario unchanged.
 * @example
 * export default defineScenario({
 *   parameters: { highWaterMark: bytes([64 * KiB]), volume: volume(64 * MiB) },
 *   expect: { growth: 'bounded' },
 *   async run({ parameters, watch, signal }) {
 *     const sink = watch('sink', openSink(parameters.highWaterMark));
 *     await pipeline(produce(parameters.volume), sink, { signal });
 *   },
 * });
 */
export function defineScenario<const P extends Parameters = Record<never, never>, Prepared = undefined>(
  scenario: Scenario<P, Prepared>,
): Scenario<P, Prepared> {
  return scenario;
}
