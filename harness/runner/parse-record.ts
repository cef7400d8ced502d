import { z } from 'zod';
import { CHILD_WARNINGS, type RunRecord } from '../protocol.ts';
import {
  calledMethodSchema,
  checkSchema,
  gcSchema,
  memorySchema,
  peakRssSourceSchema,
  stackFrameSchema,
  streamCountersSchema,
} from '../run-schema.ts';

/**
 * A child is not trusted: its scenario can write to any descriptor. A line that is not a record is undefined, not an error.
 */
export function parseRecord(line: string): RunRecord | undefined {
  const parsed = recordSchema.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
}

const amount = z.number().nonnegative();
const phase = z.enum(['start', 'load', 'setup', 'settle', 'run', 'retain', 'teardown', 'finish']);
const counters = z.object({
  byLabel: z.record(z.string(), streamCountersSchema),
  firstAfterFalse: z
    .record(z.string(), z.object({ method: calledMethodSchema, frames: z.array(stackFrameSchema) }))
    .exactOptional(),
  peakBufferedBytes: amount.exactOptional(),
  peakBufferedChunks: amount.exactOptional(),
  bytesDelivered: amount.exactOptional(),
  recorded: z.record(z.string(), z.number()),
});
const checks = z.array(checkSchema);
const partial = z.object({ counters, checks });
const seq = z.number().int().nonnegative();
// The compiler checks that this matches the records of protocol.ts.
const recordSchema: z.ZodType<RunRecord> = z.discriminatedUnion('type', [
  z.object({ seq, type: z.literal('phase'), phase, atMs: amount }),
  z.object({
    seq,
    type: z.literal('start-peer'),
    url: z.string(),
    settings: z.record(z.string(), z.union([z.number(), z.string()])),
  }),
  z.object({
    seq,
    type: z.literal('failure'),
    phase,
    error: z.object({
      name: z.string(),
      message: z.string(),
      code: z.string().exactOptional(),
      stack: z.string().exactOptional(),
    }),
    partial,
  }),
  z.object({ seq, type: z.literal('exit'), phase, code: z.number().int(), partial }),
  z.object({ seq, type: z.literal('interrupted'), partial }),
  z.object({
    seq,
    type: z.literal('final'),
    figures: z.object({
      durationMs: amount,
      cpuUserMs: amount,
      cpuSystemMs: amount,
      counters,
      peakRss: z.object({ bytes: amount, source: peakRssSourceSchema }),
      memory: z.object({ start: memorySchema, end: memorySchema, retained: memorySchema }),
      rounds: z.array(memorySchema),
      gc: gcSchema,
      eventLoop: z.object({ maxDelayMs: amount, utilization: z.number() }),
      checks,
      warnings: z.array(z.enum(CHILD_WARNINGS)),
    }),
  }),
]);

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
