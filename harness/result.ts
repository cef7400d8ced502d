/** The data that everything speaks, and the schema of the report file: version 1. Units are in the names. */
import { z } from 'zod';

export const SCHEMA_VERSION = 1;

const bytes = z.number().nonnegative();
const wholeNumber = z.number().int().nonnegative();
const ms = z.number().nonnegative();

const parameterValue = z.union([z.number(), z.string()]);
const parameters = z.record(z.string(), parameterValue);

const memory = z
  .object({
    rssBytes: bytes,
    heapTotalBytes: bytes,
    heapUsedBytes: bytes,
    externalBytes: bytes,
    arrayBuffersBytes: bytes,
  })
  .describe('One reading of process.memoryUsage().');

const peakMemory = z.object({
  rssBytes: bytes.optional().describe('The most that was resident. See rssSource.'),
  rssSource: z
    .enum(['VmHWM', 'VmHWM-since-start', 'maxRSS'])
    .optional()
    .describe(
      "VmHWM: the kernel's mark since the run began. VmHWM-since-start: since the process began. maxRSS: getrusage, which on Linux can be the parent's.",
    ),
  heapTotalBytes: bytes.optional().describe('Sampled: only profile runs have it.'),
  heapUsedBytes: bytes.optional().describe('Sampled: only profile runs have it.'),
  externalBytes: bytes.optional().describe('Sampled: only profile runs have it.'),
  arrayBuffersBytes: bytes.optional().describe('Sampled: only profile runs have it.'),
});

const streamCounters = z.object({
  peakBufferedBytes: bytes.describe('The most bytes that the streams of this label held at once.'),
  peakBufferedChunks: wholeNumber
    .optional()
    .describe('The most chunks or objects held at once; only for streams that count them.'),
  highWaterMarkBytes: bytes
    .optional()
    .describe('The sum of the high-water marks; absent where a mark counts objects.'),
  writesAfterFalse: wholeNumber.describe("write() calls after one returned false and before its 'drain'."),
  pushesAfterFalse: wholeNumber.describe(
    'push() calls after one returned false and before the next _read().',
  ),
  drains: wholeNumber,
  fullMs: ms.describe("Time between a write() that returned false and its 'drain', added up."),
  bytesIn: bytes,
  bytesOut: bytes,
});

const collections = z.object({ count: wholeNumber, ms });

const outcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('completed') }),
  z.object({ state: z.literal('timed-out'), afterMs: ms, phase: z.string() }),
  z
    .object({ state: z.literal('out-of-memory'), lastRssBytes: bytes.optional(), phase: z.string() })
    .describe('V8 could not grow its heap.'),
  z
    .object({ state: z.literal('over-limit'), limitBytes: bytes, rssBytes: bytes, phase: z.string() })
    .describe('It passed --max-memory.'),
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

/** What a scenario can expect of its runs, where they shall not complete. */
const expectedOutcome = z.enum(['crashed', 'timed-out', 'out-of-memory', 'over-limit']);

const check = z.object({ text: z.string(), held: z.boolean() });

const run = z.object({
  kind: z
    .enum(['measure', 'profile', 'growth', 'steady'])
    .describe('steady: with the sampler and --single-threaded-gc, whose peaks of memory hardly vary.'),
  index: wholeNumber.describe('Its place in the order in which the runs of this invocation were made.'),
  pair: wholeNumber
    .optional()
    .describe('Of a run beside another: the run of the other side with the same pair, kind and batch.'),
  batch: z
    .union([z.literal(1), z.literal(2)])
    .optional()
    .describe('Of a run beside another: 2 is the fresh batch that confirms what the first found.'),
  parameters: parameters.describe('As run: a growth run has a volume of its own.'),
  flags: z.array(z.string()).optional().describe('Node flags of this run beyond environment.flags.'),
  outcome,
  reproduce: z
    .string()
    .optional()
    .describe(
      'The command that starts this child again by hand. Only where the outcome is not completed, and its files are still there.',
    ),
  wallMs: ms.describe('From the start of the process to its end, seen from outside.'),
  durationMs: ms.optional().describe("The scenario's run() alone, from its call until its promise settled."),
  cpuMs: ms.optional().describe('User and system time of the whole process during run().'),
  cpuUserMs: ms.optional(),
  cpuSystemMs: ms.optional(),
  bytesDelivered: bytes.optional().describe('Bytes that came out of the stream watched last.'),
  peakBufferedBytes: bytes
    .optional()
    .describe('The most bytes that all watched streams held together at one moment.'),
  counters: z
    .record(z.string(), streamCounters)
    .optional()
    .describe('By the label given to watch(). Of a run that ended early: up to then.'),
  recorded: z.record(z.string(), z.number()).optional().describe('By the name given to record().'),
  memory: z
    .object({
      start: memory.optional(),
      peak: peakMemory,
      end: memory.optional(),
      retained: memory.optional(),
    })
    .optional(),
  rounds: z
    .array(memory)
    .optional()
    .describe('Retained memory after each round; only where retained growth is judged.'),
  sampling: z
    .object({
      intervalMs: ms,
      count: wholeNumber,
      longestGapMs: ms.describe('The longest time without a sample, the ends of the run included.'),
      source: z.literal('inspector'),
    })
    .optional(),
  timeline: z
    .object({
      bucketMs: ms,
      rssBytes: z.array(bytes.nullable()),
      heapUsedBytes: z.array(bytes.nullable()),
      externalBytes: z.array(bytes.nullable()),
      arrayBuffersBytes: z.array(bytes.nullable()),
    })
    .optional()
    .describe(
      'The greatest sample of each stretch of time; null where there was none. Every sample is in samples.csv.',
    ),
  gc: z
    .object({ minor: collections, major: collections, incremental: collections, weakCallbacks: collections })
    .optional(),
  eventLoop: z.object({ maxDelayMs: ms, utilization: z.number() }).optional(),
  outside: z
    .object({ samples: wholeNumber, peakRssBytes: bytes.optional(), peakCpuPercent: z.number().optional() })
    .optional()
    .describe('What was seen of the process from outside.'),
  checks: z.array(check).optional(),
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
  peakRatio: z.number().describe('The metric at the largest volume over that at a quarter of it.'),
  reason: z.string(),
  points: z.array(z.object({ volumeBytes: bytes, peakBytes: bytes })),
});

const warning = z.object({ code: z.string(), message: z.string() });

const comparison = z
  .object({
    of: z.string(),
    rows: z.string(),
    against: z.string().optional(),
    columns: z.string().optional(),
    blocks: z.string().optional(),
    beside: z.array(z.string()).optional(),
    besideRow: z.array(z.string()).optional(),
  })
  .describe('How the cases of the scenario are laid side by side; the figures are named as in summary.');

const result = z.object({
  scenario: z.string(),
  title: z.string(),
  pairedWith: z.string().optional(),
  parameters,
  node: z.string().describe('The version of Node that ran it; one of environment.nodes.'),
  expectedOutcome: expectedOutcome
    .optional()
    .describe('How every run must end; absent where it must complete.'),
  runs: z.array(run),
  summary: z
    .record(z.string(), summary)
    .describe('By metric, over the runs of the kind that measures it that ended as they should.'),
  growth: growth.optional(),
  comparison: comparison.optional(),
  expectations: z.array(check),
  warnings: z.array(warning),
});

const nodeEnvironment = z.object({
  node: z.string(),
  v8: z.string(),
  uv: z.string(),
  execPath: z.string(),
  defaultHighWaterMarkBytes: bytes,
  bufferPoolSizeBytes: bytes,
});

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
  cgroupLimitBytes: bytes.optional(),
  loadAverage: z.number().optional(),
  gitCommit: z.string().optional(),
  maxMemoryBytes: bytes,
  timeoutMs: ms,
});

export const reportSchema = z
  .object({
    schemaVersion: z.literal(SCHEMA_VERSION),
    id: z.string(),
    tool: z.object({ name: z.literal('tidemark'), version: z.string() }),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    complete: z
      .boolean()
      .describe('False where the invocation was interrupted: what was measured until then is here.'),
    side: z
      .object({ name: z.enum(['a', 'b']), label: z.string() })
      .optional()
      .describe('Where two programs were run side by side: which of the two this is.'),
    seed: wholeNumber.describe('The order of the runs is drawn from it.'),
    command: z.array(z.string()),
    environment,
    results: z.array(result),
  })
  .describe('A tidemark report file.');

/** For who reads a long report run by run. */
export const runSchema = run;
export const resultFrameSchema = result.extend({ runs: z.array(z.unknown()) });
export const reportFrameSchema = reportSchema.extend({ results: z.array(z.unknown()) });

/** Whether a run ended as its scenario wants it to: it completed, or it ended in run() as was expected. */
export function endedAsExpected(
  { outcome }: RunResult,
  { expectedOutcome }: Pick<CaseResult, 'expectedOutcome'>,
): boolean {
  if (outcome.state === 'completed') return expectedOutcome === undefined;
  return outcome.state === expectedOutcome && outcome.phase === 'run';
}

export type Report = z.infer<typeof reportSchema>;
export type CaseResult = z.infer<typeof result>;
export type Comparison = z.infer<typeof comparison>;
export type RunResult = z.infer<typeof run>;
export type RunKind = RunResult['kind'];
export type RunOutcome = z.infer<typeof outcome>;
export type Growth = z.infer<typeof growth>;
export type Summary = z.infer<typeof summary>;
export type Warning = z.infer<typeof warning>;
export type Check = z.infer<typeof check>;
export type Environment = z.infer<typeof environment>;
export type NodeEnvironment = z.infer<typeof nodeEnvironment>;
export type Timeline = NonNullable<RunResult['timeline']>;
