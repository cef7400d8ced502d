/** The schema of report.json, version 1: validates what is read, and describes it for other programs. Units are in the names. */
import { z } from 'zod';
import { claimResultSchema } from './claims/claim-schema.ts';
import { environmentSchema } from './environment-schema.ts';
import { GROWTH_METRICS, isLimitMetric } from './growth.ts';
import type { MeasurementRequest } from './request.ts';
import { type Report, SCHEMA_VERSION } from './result.ts';
import {
  bytes,
  checkSchema,
  labelResultSchema,
  ms,
  parameters,
  runSchema,
  wholeNumber,
} from './run-schema.ts';
import { mergedSchema, storedShard } from './shards/shard-schema.ts';

const expectationSchema = z.union([
  checkSchema,
  z.object({
    text: z.string(),
    notJudged: z.string().describe('Why: nothing was measured by which it could pass or fail.'),
  }),
]);

const summary = z.object({
  n: wholeNumber,
  median: z.number(),
  low: z.number(),
  high: z.number(),
  confidence: z.number().describe('The exact coverage of low to high as an interval for the median.'),
});

const metricGrowthShape = {
  verdict: z.enum(['bounded', 'linear', 'inconclusive']),
  slope: z.number().describe('Theil-Sen, bytes of the metric per byte of volume.'),
  low: z.number(),
  high: z.number(),
  confidence: z.number(),
  pIncreasing: z.number().describe('One-sided Mann-Kendall p-value.'),
  peakRatio: z
    .number()
    .describe('The metric at the largest volume divided by its highest value at a quarter of it or less.'),
  reason: z.string(),
  points: z.array(z.object({ volumeBytes: bytes, peakBytes: z.number() })),
};
const metricGrowth = z.object(metricGrowthShape);
const explained = z
  .object({
    liveBytes: bytes.describe('Live memory above that before the run.'),
    liveHeapUsedBytes: bytes.describe(
      'The part of it that is on the V8 heap; 0 if heapUsed rose by no more than its noise.',
    ),
    watchedBytes: bytes
      .exactOptional()
      .describe('What the watched streams buffered of it; absent if none is watched.'),
    ratio: z
      .number()
      .nonnegative()
      .exactOptional()
      .describe(
        'watchedBytes / liveBytes, at most 1: one Buffer can be queued twice. Absent if there is nothing to explain.',
      ),
  })
  .describe(
    'Of the live memory at its peak, at the volume of the case or else the largest. Absent if it was not read.',
  );

const growth = z
  .object({
    ...metricGrowthShape,
    metric: z.string().describe('The metric that decided; the fields of a metric are those of it.'),
    where: z
      .enum(['watched-streams', 'outside-watched-streams', 'none'])
      .describe('Where memory that grows is; none if no memory was found to grow.'),
    byMetric: z
      .record(z.string(), metricGrowth)
      .describe('The verdict of each metric that was judged, by the name of the metric.'),
    overRounds: metricGrowth
      .exactOptional()
      .describe('For a retained metric: how it grows when run() is called again and again in one process.'),
    explained: explained.exactOptional(),
    heldBy: z
      .enum(['program', 'worker-threads', 'native-code', 'child-processes'])
      .exactOptional()
      .describe('What holds the memory that is outside of the watched streams, as far as it shows.'),
  })
  .describe('The verdict of the case.');

/** A metric whose growth can be judged. */
const growthMetricSchema = z.union([
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
    remarks: z
      .array(z.object({ metric: growthMetricSchema, above: z.string().exactOptional(), text: z.string() }))
      .exactOptional(),
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
  programHash: z
    .string()
    .exactOptional()
    .describe('Of the scenario as it was compiled: another after each change of it.'),
  title: z.string(),
  pairedWith: z.string().exactOptional(),
  tags: z.array(z.string()).exactOptional().describe('Those of the scenario; absent if it has none.'),
  parameters,
  parameterKinds: z
    .record(z.string(), z.enum(['bytes', 'count', 'choice', 'volume']))
    .describe('The kind of each parameter, by name: how its value is shown.'),
  node: z
    .string()
    .describe(
      'The version of Node that ran it, or the name and version of another runtime; one of environment.nodes.',
    ),
  invocation: z.string().exactOptional().describe('In a merged report, the id of the one that measured it.'),
  expectedOutcome: z
    .enum(['crashed', 'timed-out', 'out-of-memory', 'over-limit'])
    .exactOptional()
    .describe('How every run must end; absent if it must complete.'),
  runs: z.array(runSchema),
  labels: z
    .array(labelResultSchema)
    .exactOptional()
    .describe('The watched streams by label, the worst first, in one run.'),
  summary: z
    .record(z.string(), summary)
    .describe('By metric, over the runs of the kind that measures it that ended as expected.'),
  growth: growth.exactOptional(),
  comparisonTable: comparisonTable.exactOptional(),
  claim: claimResultSchema.exactOptional(),
  expectations: z.array(expectationSchema),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});

// As on the command line: what a file asks for is measured as well.
const runCount = wholeNumber.max(10_000);
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Another metric could not be judged. */
const commonLimits = z
  .object({ growth: z.literal('bounded').exactOptional() })
  .catchall(z.number().nonnegative())
  .refine((limits) => Object.keys(limits).every((name) => name === 'growth' || isLimitMetric(name)), {
    error: 'has a limit of an unknown metric',
  })
  .describe(
    'What no run of any scenario may exceed, by metric, in addition to its own limits. Absent if there is none.',
  );

export const requestSchema = z
  .object({
    command: z.enum(['run', 'ab', 'check', 'tune', 'claims']),
    scenarios: z
      .array(z.string())
      .describe(
        'Names, globs and paths, as they were given; `bench:` before the path of a file of node:bench.',
      ),
    all: z.boolean(),
    parameterValues: z.record(z.string(), z.array(z.string())),
    matrix: z.boolean(),
    shard: storedShard.exactOptional(),
    nodes: z.array(z.string()).describe('Versions and paths, as they were given.'),
    runtimes: z
      .array(z.string())
      .exactOptional()
      .describe('Names and paths of other runtimes, as they were given; absent if Node was measured.'),
    nodeFlags: z.array(z.string()),
    environmentVariables: z
      .array(z.string())
      .describe('Names of the variables that were passed to scenarios; their values are not stored.'),
    ...{ measureRuns: runCount.exactOptional(), profileRuns: runCount.exactOptional() },
    stableRuns: runCount,
    growth: z.boolean(),
    limits: commonLimits.exactOptional(),
    growthVolumeBytes: bytes.exactOptional(),
    growthAtMostBytes: bytes.exactOptional(),
    timesBriefly: z.literal(true).exactOptional(),
    sampleIntervalMs: ms.min(1).max(60_000),
    timeoutMs: ms.min(1).max(MAX_TIMER_MS),
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
      .describe('False if the invocation was interrupted: then it contains what was measured up to then.'),
    side: z
      .object({ name: z.enum(['a', 'b']), label: z.string() })
      .exactOptional()
      .describe('In an A/B comparison, which of the two sides this is.'),
    seed: wholeNumber.describe('The order of the runs is drawn from it.'),
    argv: z.array(z.string()).describe('The arguments of the command line, for people to read.'),
    request: requestSchema,
    environment: environmentSchema,
    merged: mergedSchema.exactOptional(),
    results: z.array(resultShape),
  })
  .describe('A tidemark report file.');

// The compiler checks that the schema matches the types of result.ts.
export const reportSchema: z.ZodType<Report> = reportShape;

/** A report and a result whose parts are not validated yet, for a long report that is read run by run. */
export const reportFrameSchema = reportShape.extend({ results: z.array(z.unknown()) });
export const resultFrameSchema = resultShape.extend({ runs: z.array(z.unknown()) });
