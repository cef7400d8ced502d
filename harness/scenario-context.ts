/** What a scenario receives in setup(), run() and its checks, and what it must show. Types only, which are erased from the compiled files. */

/** The value of a parameter: a word for a choice, a number for everything else. */
export type ParameterValue = number | string;

/** What `watch` counted for one label. Every figure is counted by event, none is sampled. */
export interface StreamCounters {
  /** The most bytes that the streams of this label buffered at once, in their writable and readable sides together. */
  readonly peakBufferedBytes: number;
  /** The most chunks buffered at once. Only for streams that count chunks: those in object mode, and Web Streams. */
  readonly peakBufferedChunks?: number;
  /** How many chunks came in whose size is not known, or not in full: such as objects within objects. Absent if none. */
  readonly unsizedChunks?: number;
  /** The highWaterMarks of the streams that were open together, at most, in bytes. Absent if a highWaterMark counts objects. */
  readonly highWaterMarkBytes?: number;
  /** Bytes that a stream of `node:stream/iter` lost by its policy, `drop-oldest` or `drop-newest`. Absent if none. */
  readonly droppedBytes?: number;
  /** How many writes it lost so. Absent if none. */
  readonly droppedWrites?: number;
  /** How often `write()` was called after it had returned `false` and before 'drain'. */
  readonly writesAfterFalse: number;
  /** How often `push()` was called after it had returned `false` and before the next read. */
  readonly pushesAfterFalse: number;
  /** How many 'drain' events were emitted. */
  readonly drains: number;
  /** The time between a `write()` that returned `false` and its 'drain', in milliseconds, added up. */
  readonly backpressureMs: number;
  /** For how long a stream had been full when the counters were read, in milliseconds. Absent if none was full. */
  readonly fullForMs?: number;
  /** Bytes written to, or pushed into, the streams of this label. */
  readonly bytesIn: number;
  /** Bytes read from, or consumed by, the streams of this label. */
  readonly bytesOut: number;
}

/**
 * Counts from now on what a stream buffers, and returns the same stream. Several streams can have one label: their
 * figures are added up.
 * @throws {TypeError} If it is not a stream.
 * @example
 * const sink = watch('sink', createWriteStream(path));
 */
export type Watch = <Stream extends object>(label: string, stream: Stream, options?: WatchOptions) => Stream;

/** For an object that is not a stream that tidemark knows. */
export interface WatchOptions {
  /**
   * Returns how many bytes the object buffers at this moment. It is called every few milliseconds, so that a peak in
   * between can be missed.
   */
  readonly buffered?: () => number;
}

/** Another process that a scenario talks to, such as a slow client. It has called `sayReady`. */
export interface Peer {
  /** The port on which the peer listens; 0 for one that does not. */
  readonly port: number;
}

/** The time of one operation, including its garbage collection: the mean of this process and its 95 % interval. */
export interface OperationTime {
  /** The mean, in nanoseconds. */
  readonly nanoseconds: number;
  /** The lower end of the interval, in nanoseconds. */
  readonly low: number;
  /** The upper end of the interval, in nanoseconds. */
  readonly high: number;
}

/**
 * Repeats an operation for a fifth of a second. Its results are used, so that V8 cannot optimize the operation away.
 */
export type OperationTimer = (operation: () => unknown) => Promise<OperationTime>;

/** What `setup` receives. */
export interface SetupContext<Values> {
  /** The value of each parameter in this case. */
  readonly parameters: Values;
  /** The path of an empty folder of this run. It is removed after the run. */
  readonly tempDir: string;
  /**
   * Starts another process and waits until it calls `sayReady`, for at most 10 seconds. It ends with the run.
   * @param file A module in TypeScript or JavaScript.
   * @param settings What `readPeerSettings` returns in the peer.
   * @throws If the peer ends, or does not call `sayReady` in time.
   * @example
   * const { port } = startPeer(new URL('./peers/slow-reader.ts', import.meta.url), { chunkSize: 1024 });
   */
  readonly startPeer: (file: URL, settings?: Readonly<Record<string, ParameterValue>>) => Peer;
  /**
   * Loads a micro-benchmark timer (tinybench). A scenario that does not call this does not pay for it.
   * @example
   * const time = await loadTimer();
   * const { nanoseconds } = await time(() => Buffer.allocUnsafe(1024));
   */
  readonly loadTimer: () => Promise<OperationTimer>;
}

/** What `run` receives. */
export interface RunContext<Values, Prepared> extends SetupContext<Values> {
  /** What `setup` returned. */
  readonly prepared: Prepared;
  readonly watch: Watch;
  /**
   * Records a figure of the scenario itself. A second call with the same name replaces it.
   * @throws {RangeError} If the value is not a finite number.
   * @example
   * record('openSockets', server.connections); // expect: { metric: 'recorded.openSockets' }
   */
  readonly record: (name: string, value: number) => void;
  /** Aborted when the run exceeds its time limit, `--timeout`. */
  readonly signal: AbortSignal;
}

/** What `expect.checks` receives. */
export interface Checked<Values> {
  readonly parameters: Values;
  /** By the label that was given to `watch`. */
  readonly counters: Readonly<Record<string, StreamCounters>>;
  /** By the name that was given to `record`. */
  readonly recorded: Readonly<Record<string, number>>;
}

/** Whether memory grows with the volume. */
export type GrowthVerdict = 'bounded' | 'linear' | 'inconclusive';

/** The metrics whose growth with the volume can be judged; `recorded.NAME` is what was given to `record('NAME', …)`. */
export type GrowthMetric =
  | `recorded.${string}`
  | 'peakBufferedBytes'
  | 'peakBufferedChunks'
  | 'peakArrayBuffersBytes'
  | 'peakHeapUsedBytes'
  | 'peakRssBytes'
  | 'peakLiveArrayBuffersBytes'
  | 'peakLiveExternalBytes'
  | 'peakLiveHeapUsedBytes'
  | 'peakNativeBytes'
  | 'peakChildProcessesBytes'
  | 'retainedArrayBuffersBytes'
  | 'retainedHeapUsedBytes';

/**
 * What no run may exceed, in the unit that the name ends with, and how memory may grow. It needs no baseline.
 * @example
 * limits: { peakBufferedBytes: 128 * KiB, growth: 'bounded' }
 */
export type Limits = {
  readonly [Metric in
    | GrowthMetric
    | 'writesAfterFalse'
    | 'pushesAfterFalse'
    | 'durationMs'
    | 'cpuMs']?: number;
} & { readonly growth?: 'bounded' };

/** How a run can end, other than completed, if a scenario expects that. */
export type ExpectedOutcome = 'crashed' | 'timed-out' | 'out-of-memory' | 'over-limit';

/** What a scenario must show. A failed expectation fails the invocation: a benchmark that did no work is an error. */
export interface Expectation<Values> {
  /**
   * How the metric must grow with the volume, or from round to round if there is no volume.
   * @default not judged
   */
  readonly growth?: 'bounded' | 'linear';
  /**
   * The metric whose growth is judged.
   * @default 'peakBufferedBytes', or 'peakBufferedChunks' if chunks without a size were buffered
   */
  readonly metric?: GrowthMetric;
  /**
   * How every run must end, for a run that is expected never to complete: 'crashed' for one that waits for an event
   * that never comes. `checks` then sees what had been counted when the run crashed or timed out.
   * @default completed
   */
  readonly outcome?: ExpectedOutcome;
  /**
   * Sentences that must be true of every run that ended as expected, each with whether it is.
   * @example
   * checks: ({ parameters, counters }) => ({
   *   'every byte arrives': counters.sink?.bytesIn === parameters.volume,
   * })
   */
  readonly checks?: (run: Checked<Values>) => Readonly<Record<string, boolean>>;
}
