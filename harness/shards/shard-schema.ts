/** The schema of what reports say of shards. */
import { z } from 'zod';
import { environmentSchema } from '../environment-schema.ts';
import { wholeNumber } from '../run-schema.ts';
import type { Merged, StoredShard } from './shard.ts';

const plannedCases = z
  .array(z.tuple([z.string(), wholeNumber]))
  .describe('The key of each case of the plan, and the shard that measures it.');

/** As on the command line: the number of shards has at most six digits. */
const position = wholeNumber.min(1).max(999_999);

const isOneOf = ({ index, total }: { readonly index: number; readonly total: number }): boolean =>
  index <= total;
const NOT_ONE = { error: 'is a shard beyond the last one' };

export const storedShard: z.ZodType<StoredShard> = z
  .object({ index: position, total: position, cases: plannedCases })
  .refine(isOneOf, NOT_ONE)
  .describe('The share of the cases that was measured; absent if it was all of them.');

export const mergedSchema: z.ZodType<Merged> = z
  .object({
    plans: z.record(z.string(), plannedCases).describe('By its hash.'),
    invocations: z.array(
      z
        .object({
          id: z.string(),
          ...{ index: position, total: position },
          plan: z.string().describe('One of plans.'),
          ...{ startedAt: z.iso.datetime(), finishedAt: z.iso.datetime(), complete: z.boolean() },
          seed: wholeNumber,
          environment: environmentSchema,
        })
        .refine(isOneOf, NOT_ONE),
    ),
  })
  .describe('Which invocations the results of a merged report are from.');
