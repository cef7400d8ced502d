/** The schemas of what `run --resume` reads. */
import { z } from 'zod';
import { CHILD_WARNINGS } from '../protocol.ts';
import { requestSchema } from '../report-schema.ts';
import { runSchema, wholeNumber } from '../run-schema.ts';

/** invocation.json */
export const invocationSchema = z.object({
  // The name of its folder: see invocation-id.ts.
  id: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-[0-9a-f]{4}$/),
  startedAt: z.iso.datetime(),
  seed: wholeNumber,
  argv: z.array(z.string()),
  request: requestSchema,
  nodePaths: z.array(z.string()),
  conditions: z
    .object({
      tool: z.string(),
      programs: z.record(z.string(), z.string()),
      nodes: z.array(z.object({ execPath: z.string(), node: z.string(), v8: z.string() })),
      machine: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .exactOptional(),
});

/** More runs than any invocation makes. */
const MAX_INDEX = 1e9;

/** A line of journal.ndjson. */
export const journalEntrySchema = z.object({
  key: z.string(),
  // The next run has the next number.
  result: runSchema.refine(({ index }) => index < MAX_INDEX),
  samplesBytes: wholeNumber,
  warnings: z.array(z.enum(CHILD_WARNINGS)),
  strays: wholeNumber,
});
