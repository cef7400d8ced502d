import type { Readable } from 'node:stream';
import { z } from 'zod';
import { runRulingSchema } from '../claims/claim-schema.ts';
import { CHILD_WARNINGS, MAX_RECORD_LENGTH, type RunRecord } from '../protocol.ts';
import {
  calledMethodSchema,
  checkSchema,
  gcSchema,
  memorySchema,
  peakRssSourceSchema,
  stackFrameSchema,
  streamCountersSchema,
  wholeNumber,
} from '../run-schema.ts';
import { collectionsSchema } from '../timeline/timeline-schema.ts';
import { readLines } from './read-lines.ts';

/** A line that would be a record, and is not valid: the child may be waiting for the answer. */
export interface RefusedRecord {
  readonly state: 'refused';
  readonly type: string;
  readonly reason: string;
}

type ParsedRecord = { readonly state: 'record'; readonly record: RunRecord } | RefusedRecord;

/** A child is not trusted: its scenario can write to any descriptor. Lines that are something else are passed over. */
export async function* readRecords(stream: Readable): AsyncGenerator<ParsedRecord> {
  const tooLong: string[] = [];
  const onTooLong = (beginning: string): void => void tooLong.push(beginning);
  for await (const lines of readLines(stream, { onTooLong })) {
    for (const line of lines) {
      const parsed = parseRecord(line);
      if (parsed !== undefined) yield parsed;
    }
    for (const beginning of tooLong.splice(0)) {
      const refused = refuseBeginning(beginning);
      if (refused !== undefined) yield refused;
    }
  }
}

/** Undefined if the line is something else. */
export function parseRecord(line: string): ParsedRecord | undefined {
  const value = parseJson(line);
  const parsed = recordSchema.safeParse(value);
  if (parsed.success) return { state: 'record', record: parsed.data };
  const beginning = beginningSchema.safeParse(value);
  if (!beginning.success) return undefined;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `${issue.path.map(String).join('.')}: ` : '';
  return { state: 'refused', type: beginning.data.type, reason: `${where}${issue?.message ?? 'not valid'}` };
}

function refuseBeginning(beginning: string): RefusedRecord | undefined {
  const type = /^\{"seq":\d+,"type":"([a-z-]+)"/.exec(beginning)?.[1];
  if (type === undefined) return undefined;
  return { state: 'refused', type, reason: `it is longer than ${MAX_RECORD_LENGTH} characters` };
}

const amount = z.number().nonnegative();
const phase = z.enum(['start', 'load', 'setup', 'settle', 'run', 'retain', 'teardown', 'finish']);
const counters = z.object({
  byLabel: z.record(z.string(), streamCountersSchema),
  firstAfterFalse: z
    .record(z.string(), z.object({ method: calledMethodSchema, frames: z.array(stackFrameSchema) }))
    .exactOptional(),
  peakBufferedBytes: amount.exactOptional(),
  peakBufferedChunks: wholeNumber.exactOptional(),
  bytesDelivered: amount.exactOptional(),
  uncounted: z.array(z.string()).exactOptional(),
  recorded: z.record(z.string(), z.number()),
});
const checks = z.array(checkSchema);
const partial = z.object({ counters, checks });
const seq = z.number().int().nonnegative();
const beginningSchema = z.object({ seq, type: z.string() });
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
      cpuWaitMs: amount.exactOptional(),
      counters,
      peakRss: z.object({ bytes: amount, source: peakRssSourceSchema }),
      memory: z.object({ start: memorySchema, end: memorySchema, retained: memorySchema }),
      rounds: z.array(memorySchema),
      gc: gcSchema,
      collections: collectionsSchema.exactOptional(),
      eventLoop: z.object({ maxDelayMs: amount, utilization: z.number() }),
      checks,
      ruling: runRulingSchema.exactOptional(),
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
