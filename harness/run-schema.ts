/** The schema of one run, and of what a child reports about it. Units are in the names. */
import { z } from 'zod';
import { runRulingSchema } from './claims/claim-schema.ts';
import type { RunResult } from './result.ts';
import { collectionsSchema, timelineSchema } from './timeline/timeline-schema.ts';

export const bytes = z.number().nonnegative();
export const wholeNumber = z.number().int().nonnegative();
export const ms = z.number().nonnegative();
export const parameters = z.record(z.string(), z.union([z.number(), z.string()]));

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

const counterShape = {
  peakBufferedBytes: bytes.describe('The most bytes that the streams of this label buffered at once.'),
  peakBufferedChunks: wholeNumber
    .exactOptional()
    .describe('The most chunks or objects buffered at once; only for streams that count them.'),
  unsizedChunks: wholeNumber
    .exactOptional()
    .describe('Chunks that came in whose size is not known, or not in full; absent if there was none.'),
  highWaterMarkBytes: bytes
    .exactOptional()
    .describe('Of the streams that were open together, at most; absent if one counts objects.'),
  droppedBytes: bytes.exactOptional().describe('What a stream of node:stream/iter lost by its policy.'),
  droppedWrites: wholeNumber.exactOptional().describe('How many writes it lost; absent if there was none.'),
  writesAfterFalse: wholeNumber.describe("write() calls after one returned false and before its 'drain'."),
  pushesAfterFalse: wholeNumber.describe('push() calls after one returned false, before the next _read().'),
  drains: wholeNumber,
  backpressureMs: ms.describe("The total time between a write() that returned false and its 'drain'."),
  fullForMs: ms.exactOptional().describe('How long a stream had been full at the end; absent if none was.'),
  bytesIn: bytes,
  bytesOut: bytes,
};
export const streamCountersSchema = z.object(counterShape);
const position = { line: wholeNumber, column: wholeNumber, functionName: z.string().exactOptional() };
export const calledMethodSchema = z.enum(['write', 'end', 'push', 'enqueue']);
export const stackFrameSchema = z.object({ file: z.string(), ...position });

const firstAfterFalseSchema = z
  .object({
    method: calledMethodSchema,
    site: z
      .object({
        file: z.string().describe('Relative to the root of the project that owns it.'),
        ...position,
      })
      .exactOptional()
      .describe("The line of the program; absent if only Node's own code made the call, such as a pipe."),
    through: z.string().exactOptional().describe('The package through which the program made the call.'),
  })
  .describe('The first call that wrote or pushed after one had returned false.');

const labelCounterShape = { ...counterShape, firstAfterFalse: firstAfterFalseSchema.exactOptional() };
/** What was counted for one label in one run of a case. */
export const labelResultSchema = z.object({ label: z.string(), ...labelCounterShape });

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
    frames: z
      .array(z.string())
      .exactOptional()
      .describe('Of the error that ended it, innermost first, without those of Node and tidemark.'),
    stderrLines: z.array(z.string()),
  }),
  z.object({ state: z.literal('aborted'), phase: z.string() }).describe('The user interrupted it.'),
]);

export const checkSchema = z.object({ text: z.string(), passed: z.boolean() });

// The compiler checks that the schema matches the types of result.ts.
export const runSchema: z.ZodType<RunResult> = z.object({
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
  parameters: parameters.describe('The values this run used: each growth run has another volume.'),
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
  cpuWaitMs: ms.exactOptional().describe('The main thread was ready, and other programs had the cores.'),
  bytesDelivered: bytes
    .exactOptional()
    .describe(
      'Bytes that came out of the streams of the label that was watched last. Absent if no stream was watched, or one cannot be counted.',
    ),
  peakBufferedBytes: bytes
    .exactOptional()
    .describe(
      'The most bytes that all watched streams buffered together at one moment. Absent if no stream was watched, or one cannot be counted.',
    ),
  peakBufferedChunks: wholeNumber
    .exactOptional()
    .describe(
      'The most chunks that all watched streams that count them buffered together at one moment. Absent if there was none.',
    ),
  uncounted: z
    .array(z.string())
    .exactOptional()
    .describe('The labels of which a stream could not be counted. Absent if there was none.'),
  counters: z
    .record(z.string(), z.object(labelCounterShape))
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
  live: z
    .object({
      readings: wholeNumber,
      longestGapMs: ms.describe('The longest time between two readings; growth within it is missed.'),
      peak: z
        .object({ arrayBuffersBytes: bytes, externalBytes: bytes, heapUsedBytes: bytes })
        .describe('The largest value of each figure.'),
      atPeak: z
        .object({
          sinceStartMs: z.number(),
          arrayBuffersBytes: bytes,
          externalBytes: bytes,
          heapUsedBytes: bytes,
          watchedBytes: bytes.describe(
            'The most that the watched streams buffered while live memory was within a quarter of it.',
          ),
          workerBytes: bytes.describe('The part of worker threads.'),
        })
        .describe('The reading at which live memory was largest.'),
      nativeBytes: bytes.describe(
        'By how much more the RSS rose than what V8 accounts for: an estimate of memory of native code.',
      ),
      childProcessesBytes: bytes.exactOptional().describe('Of all child processes together; Linux only.'),
      workers: z
        .object({ maxConcurrent: wholeNumber, missingAnswers: wholeNumber })
        .exactOptional()
        .describe('Absent if no worker thread was seen.'),
    })
    .exactOptional()
    .describe(
      'Memory that is still referenced, read after a collection, worker threads included; only growth runs have it.',
    ),
  rounds: z
    .array(memorySchema)
    .exactOptional()
    .describe('Retained memory after each round; only if retained growth is judged.'),
  sampling: z
    .object({
      intervalMs: ms,
      count: wholeNumber,
      longestGapMs: ms.describe('The longest time without a sample, the ends of the run included.'),
      source: z.literal('inspector'),
    })
    .exactOptional(),
  timeline: timelineSchema.exactOptional(),
  gc: gcSchema.exactOptional(),
  collections: collectionsSchema
    .exactOptional()
    .describe('The longest collections, in the order of time; only profile runs have them.'),
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
  ruling: runRulingSchema.exactOptional(),
  output: z
    .object({
      bytes,
      file: z.string().describe('Where it is saved, relative to the folder of the report.'),
      isCut: z.boolean().describe('Whether only its beginning and its end are saved.'),
      lastLines: z.array(z.string()),
    })
    .exactOptional()
    .describe('What the scenario printed to stdout and stderr; absent if it printed nothing.'),
});
