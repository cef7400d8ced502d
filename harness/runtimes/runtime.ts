/** The runtimes other than Node whose runs can be measured: how a child of each is started. Pure. */

export const RUNTIME_NAMES = ['Bun', 'Deno'] as const;
export type RuntimeName = (typeof RUNTIME_NAMES)[number];

/** One that was found. */
export interface Runtime {
  readonly name: RuntimeName;
  readonly version: string;
  /** The version of Node that it says it is. */
  readonly node: string;
}

/** What its command line and its environment have in front of a program, and what evaluates text. */
interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly evaluates: readonly string[];
}

const LAUNCHES: Readonly<Record<RuntimeName, Launch>> = {
  Bun: { args: ['--expose-gc'], env: {}, evaluates: ['-e'] },
  Deno: {
    args: ['run', '--allow-all', '--v8-flags=--expose-gc'],
    // It closes all other descriptors. This is what it sets for children of its own.
    env: { DENO_EXTRA_STDIO_FDS: '3,4,5', DENO_NO_UPDATE_CHECK: '1' },
    evaluates: ['eval'],
  },
};

export const launchOf = ({ name }: Pick<Runtime, 'name'>): Launch => LAUNCHES[name];

/** As reports have it where a Node has its version. */
export const versionOf = ({ name, version }: Pick<Runtime, 'name' | 'version'>): string =>
  `${name} ${version}`;

/** The runtime of which this is the version, as reports have it; undefined for a version of Node. */
export const runtimeNameOf = (node: string): RuntimeName | undefined =>
  RUNTIME_NAMES.find((name) => node.startsWith(`${name} `));

/** `Node 24.1.0`, or `Bun 1.4.5`: what reports have as a version of Node, as it is shown. `quote` is applied to what they have. */
export const nameNode = (node: string, quote: (text: string) => string = String): string =>
  runtimeNameOf(node) === undefined ? `Node ${quote(node)}` : quote(node);

/**
 * Metrics whose figures are true in every runtime: what the meter counts, times, and the kernel's peak RSS. The others
 * are read from V8: there, arrayBuffers counts no Buffer, no collection is observed, and a sampler gets no answer.
 */
const MEASURED: ReadonlySet<string> = new Set([
  ...['durationMs', 'cpuMs', 'throughputBytesPerSecond', 'peakRssBytes'],
  ...['bytesDelivered', 'peakBufferedBytes', 'peakBufferedChunks'],
  ...['writesAfterFalse', 'pushesAfterFalse', 'drains', 'backpressureMs'],
]);

const isRecorded = (metric: string): boolean => metric.startsWith('recorded.');

/** Whether runs of other runtimes have this metric. */
export const isMeasuredElsewhere = (metric: string): boolean => MEASURED.has(metric) || isRecorded(metric);

/** Whether its growth can be judged there: peak RSS varies too much without flags of V8. */
export const canGrowElsewhere = (metric: string): boolean =>
  /^peakBuffered/.test(metric) || isRecorded(metric);
