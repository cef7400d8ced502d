/** The schema of what a run had over time. Units are in the names. */
import { z } from 'zod';

const bytes = z.number().nonnegative();
const wholeNumber = z.number().int().nonnegative();
const ms = z.number().nonnegative();

export const timelineSchema = z
  .object({
    bucketMs: ms,
    rssBytes: z.array(bytes.nullable()),
    heapUsedBytes: z.array(bytes.nullable()),
    externalBytes: z.array(bytes.nullable()),
    arrayBuffersBytes: z.array(bytes.nullable()),
    bufferedBytes: z
      .record(z.string(), z.array(bytes.nullable()))
      .exactOptional()
      .describe('By label: the most that its streams buffered when a sample was taken.'),
    drains: z
      .array(wholeNumber)
      .exactOptional()
      .describe('How often the watched streams drained in each interval.'),
    blocked: z
      .array(z.object({ fromMs: ms, toMs: ms }))
      .exactOptional()
      .describe('The longest stretches of 50 ms and more in which the event loop did not turn.'),
  })
  .describe(
    'The largest sample of each interval of time; null if there was none. Every sample is in samples.csv.',
  );

export const collectionsSchema = z.array(
  z.object({
    atMs: z.number().describe('Since run() was called.'),
    durationMs: ms,
    kind: z.enum(['minor', 'major', 'incremental', 'weakCallbacks']),
  }),
);
