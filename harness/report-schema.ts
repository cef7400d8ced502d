/** The schema of report.json, version 1: validates what is read, and describes it for other programs. Units are in the names. */
import { z } from 'zod';
import { GROWTH_METRICS } from './metrics.ts';
import type { Environment, MeasurementRequest, NodeEnvironment, Report, RunResult } from './result.ts';
import { SCHEMA_VERSION } from './result.ts';

const bytes = z.number().nonnegative();
const wholeNumber = z.number().int().nonnegative();
const ms = z.number().nonnegative();
const parameters = z.record(z.string(), z.union([z.number(), z.string()]));

export const memorySchema = z
  .object({
    rssBytes: bytes,
    heapTotalBytes: bytes,
    heapUsedBytes: bytes,
    externalBytes: bytes,
    arrayBuffersBytes: bytes,
  })
  .describe('One reading of process.memoryUsage().');

export const peakRssSourceSchema = z.enum(['VmHWM', 'VmHWM-since-start', 'maxRSS']);

const sampledBytes = bytes.exactOptional().describe('Sampled: only profile and stable runs have it.');

const peakMemory = z.object({
  rssBytes: bytes.exactOptional().describe('The largest resident set. See rssSource.'),
  rssSource: peakRssSourceSchema
    .exactOptional()
    .describe(
      "VmHWM: the kernel's maximum since the run began. VmHWM-since-start: since the process began. maxRSS: getrusage, which on Linux can be the parent's.",
    ),
  heapTotalBytes: sampledBytes,
  heapUsedBytes: sampledBytes,
  externalBytes: sampledBytes,
  arrayBuffersBytes: sampledBytes,
});

export const streamCountersSchema = z.object({
  peakBufferedBytes: bytes.describe('The most bytes that the streams of this label buffered at once.'),
  peakBufferedChunks: wholeNumber
    .exactOptional()
    .describe('The most chunks or objects buffered at once; only for streams that count them.'),
  highWaterMarkBytes: bytes
    .exactOptional()
    .describe('The sum of the highWaterMarks; absent where a highWaterMark counts objects.'),
  writesAfterFalse: wholeNumber.describe("write() calls after one returned false and before its 'drain'."),
  pushesAfterFalse: wholeNumber.describe(
    'push() calls after one returned false and before the next _read().',
  ),
  drains: wholeNumber,
  backpressureMs: ms.describe("The total time between a write() that returned false and its 'drain'."),
  bytesIn: bytes,
  bytesOut: bytes,
});

const collections = z.object({ count: wholeNumber, ms });
export const gcSchema = z.object({
  minor: collections,
  major: collections,
  incremental: collections,
  weakCallbacks: collections,
});

const outcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('completed') }),
  z.object({ state: z.literal('timed-out'), afterMs: ms, phase: z.string() }),
  z
    .object({ state: z.literal('out-of-memory'), lastRssBytes: bytes.exactOptional(), phase: z.string() })
    .describe('V8 could not grow its heap.'),
  z
    .object({ state: z.literal('over-limit'), limitBytes: bytes, rssBytes: bytes, phase: z.string() })
    .describe('The run exceeded --max-memory.'),
  z.object({
    state: z.literal('crashed'),
    phase: z.string(),
    exitCode: z.number().int().nullable(),
    signal: z.string().nullable(),
    reason: z.string(),
    stderrLines: z.array(z.string()),
  }),
  z.object({ state: z.literal('aborted'), phase: z.string() }).describe('The user interrupted it.'),
]);

export const checkSchema = z.object({ text: z.string(), passed: z.boolean() });

const runShape = z.object({
  kind: z
    .enum(['measure', 'profile', 'growth', 'stable'])
    .describe('stable: with the sampler and --single-threaded-gc, so that peaks of memory hardly vary.'),
  index: wholeNumber.describe('The position of this run among all runs of the invocation.'),
  pair: wholeNumber
    .exactOptional()
    .describe('Pairs this run with the run of the other side that has the same pair, kind and batch.'),
  batch: z
    .union([z.literal(1), z.literal(2)])
    .exactOptional()
    .describe('2 is the fresh batch that confirms what the first detected.'),
  parameters: parameters.describe('The values this run used: a growth run has a volume of its own.'),
  flags: z
    .array(z.string())
    .exactOptional()
    .describe('Node flags of this run, in addition to environment.flags.'),
  outcome,
  reproduce: z
    .string()
    .exactOptional()
    .describe(
      'The command that starts this child again. Only for runs that did not complete and whose files still exist.',
    ),
  wallMs: ms.describe('From the start of the process to its exit, measured by the parent.'),
  durationMs: ms.exactOptional().describe('run() alone, from its call until its promise settled.'),
  cpuMs: ms.exactOptional().describe('User and system time of the whole process during run().'),
  cpuUserMs: ms.exactOptional(),
  cpuSystemMs: ms.exactOptional(),
  bytesDelivered: bytes.exactOptional().describe('Bytes that came out of the stream that was watched last.'),
  peakBufferedBytes: bytes
    .exactOptional()
    .describe('The most bytes that all watched streams buffered together at one moment.'),
  counters: z
    .record(z.string(), streamCountersSchema)
    .exactOptional()
    .describe('By the label given to watch(). For a run that ended early, until then.'),
  recorded: z.record(z.string(), z.number()).exactOptional().describe('By the name given to record().'),
  memory: z
    .object({
      start: memorySchema.exactOptional(),
      peak: peakMemory,
      end: memorySchema.exactOptional(),
      retained: memorySchema.exactOptional(),
    })
    .exactOptional(),
  rounds: z
    .array(memorySchema)
    .exactOptional()
    .describe('Retained memory after each round; only where retained growth is judged.'),
  sampling: z
    .object({
      intervalMs: ms,
      count: wholeNumber,
      longestGapMs: ms.describe('The longest time without a sample, the ends of the run included.'),
      source: z.literal('inspector'),
    })
    .exactOptional(),
  timeline: z
    .object({
      bucketMs: ms,
      rssBytes: z.array(bytes.nullable()),
      heapUsedBytes: z.array(bytes.nullable()),
      externalBytes: z.array(bytes.nullable()),
      arrayBuffersBytes: z.array(bytes.nullable()),
    })
    .exactOptional()
    .describe(
      'The largest sample of each stretch of time; null where there was none. Every sample is in samples.csv.',
    ),
  gc: gcSchema.exactOptional(),
  eventLoop: z.object({ maxDelayMs: ms, utilization: z.number() }).exactOptional(),
  monitor: z
    .object({
      samples: wholeNumber,
      peakRssBytes: bytes.exactOptional(),
      peakCpuPercent: z.number().exactOptional(),
    })
    .exactOptional()
    .describe('What the parent saw of the process.'),
  checks: z.array(checkSchema).exactOptional(),
});

const summary = z.object({
  n: wholeNumber,
  median: z.number(),
  low: z.number(),
  high: z.number(),
  confidence: z.number().describe('The exact coverage of low to high as an interval for the median.'),
});

const growth = z.object({
  metric: z.string(),
  verdict: z.enum(['bounded', 'linear', 'inconclusive']),
  slope: z.number().describe('Theil-Sen, bytes of the metric per byte of volume.'),
  low: z.number(),
  high: z.number(),
  confidence: z.number(),
  pIncreasing: z.number().describe('One-sided Mann-Kendall p-value.'),
  peakRatio: z.number().describe('The metric at the largest volume divided by that at a quarter of it.'),
  reason: z.string(),
  points: z.array(z.object({ volumeBytes: bytes, peakBytes: bytes })),
});

/** A metric whose growth can be judged. */
export const growthMetricSchema = z.union([
  z.enum(GROWTH_METRICS),
  z.templateLiteral(['recorded.', z.string().min(1)]),
]);

const comparisonTable = z
  .object({
    metric: growthMetricSchema,
    rows: z.string(),
    reference: z.string().exactOptional(),
    columns: z.string().exactOptional(),
    blocks: z.string().exactOptional(),
    cellMetrics: z.array(growthMetricSchema).exactOptional(),
    rowMetrics: z.array(growthMetricSchema).exactOptional(),
  })
  .describe('How the cases of the scenario are shown as one table; metrics are named as in summary.');

const resultShape = z.object({
  scenario: z.string(),
  file: z
    .string()
    .exactOptional()
    .describe(
      "The scenario's file, relative to the root of the project that owns it. Absent for the scenarios that come with tidemark.",
    ),
  title: z.string(),
  pairedWith: z.string().exactOptional(),
  parameters,
  parameterKinds: z
    .record(z.string(), z.enum(['bytes', 'count', 'choice', 'volume']))
    .describe('By the name of the parameter: how its value is to be read.'),
  node: z.string().describe('The version of Node that ran it; one of environment.nodes.'),
  expectedOutcome: z
    .enum(['crashed', 'timed-out', 'out-of-memory', 'over-limit'])
    .exactOptional()
    .describe('How every run must end; absent where it must complete.'),
  runs: z.array(runShape),
  summary: z
    .record(z.string(), summary)
    .describe('By metric, over the runs of the kind that measures it that ended as expected.'),
  growth: growth.exactOptional(),
  comparisonTable: comparisonTable.exactOptional(),
  expectations: z.array(checkSchema),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});

const nodeEnvironment = z.object({
  node: z.string(),
  v8: z.string(),
  uv: z.string(),
  execPath: z.string(),
  defaultHighWaterMarkBytes: bytes,
  bufferPoolSizeBytes: bytes,
}) satisfies z.ZodType<NodeEnvironment>;

const environment = nodeEnvironment.extend({
  nodes: z
    .array(nodeEnvironment)
    .describe('Every Node that was measured; the fields beside this one are those of the first.'),
  flags: z.array(z.string()).describe('Node flags of every measured process.'),
  platform: z.string(),
  arch: z.string(),
  kernel: z.string(),
  cpuModel: z.string(),
  cpuCount: wholeNumber,
  memoryBytes: bytes,
  availableMemoryBytes: bytes,
  cgroupLimitBytes: bytes.exactOptional(),
  loadAverage: z.number().exactOptional(),
  gitCommit: z.string().exactOptional(),
  maxMemoryBytes: bytes,
  timeoutMs: ms,
}) satisfies z.ZodType<Environment>;

const requestSchema = z
  .object({
    command: z.enum(['run', 'ab', 'check']),
    scenarios: z.array(z.string()).describe('Names, globs and paths, as they were given.'),
    all: z.boolean(),
    parameterValues: z.record(z.string(), z.array(z.string())),
    matrix: z.boolean(),
    nodes: z.array(z.string()).describe('Versions and paths, as they were given.'),
    nodeFlags: z.array(z.string()),
    environmentVariables: z
      .array(z.string())
      .describe('Names of the variables that were passed to scenarios; their values are not stored.'),
    measureRuns: wholeNumber.exactOptional(),
    profileRuns: wholeNumber.exactOptional(),
    stableRuns: wholeNumber,
    growth: z.boolean(),
    growthVolumeBytes: bytes.exactOptional(),
    sampleIntervalMs: ms,
    timeoutMs: ms,
    maxMemoryBytes: bytes.exactOptional(),
  })
  .describe(
    'What the invocation was to measure, resolved from its command line.',
  ) satisfies z.ZodType<MeasurementRequest>;

const reportShape = z
  .object({
    schemaVersion: z.literal(SCHEMA_VERSION),
    id: z.string(),
    tool: z.object({ name: z.literal('tidemark'), version: z.string() }),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    complete: z
      .boolean()
      .describe('False where the invocation was interrupted: it holds what was measured until then.'),
    side: z
      .object({ name: z.enum(['a', 'b']), label: z.string() })
      .exactOptional()
      .describe('In an A/B comparison, which of the two sides this is.'),
    seed: wholeNumber.describe('The order of the runs is drawn from it.'),
    argv: z.array(z.string()).describe('The arguments of the command line, for people to read.'),
    request: requestSchema,
    environment,
    results: z.array(resultShape),
  })
  .describe('A tidemark report file.');

// The compiler holds the schema and the types of result.ts together.
export const reportSchema: z.ZodType<Report> = reportShape;
export const runSchema: z.ZodType<RunResult> = runShape;

/** A report and a result whose parts are not validated yet, for a long report that is read run by run. */
export const reportFrameSchema = reportShape.extend({ results: z.array(z.unknown()) });
export const resultFrameSchema = resultShape.extend({ runs: z.array(z.unknown()) });

/** invocation.json: what `run --resume` reads. */
export const invocationSchema = z.object({
  id: z.string(),
  startedAt: z.string(),
  seed: wholeNumber,
  argv: z.array(z.string()),
  request: requestSchema,
  nodePaths: z.array(z.string()),
});
