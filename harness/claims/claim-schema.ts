/** The schemas of what a claim comes to, in one run and over its runs. */
import { z } from 'zod';
import type { ClaimResult, RunRuling } from './claim.ts';

const verdict = z.enum(['true', 'false', 'partly']);

const condition = z.string().exactOptional().describe('Under which the claim is true.');

export const runRulingSchema = z
  .object({
    verdict,
    condition,
    reading: z.string(),
    edges: z
      .array(
        z.object({
          reading: z.string().describe('The name of a recorded figure.'),
          value: z.number(),
          change: z.enum(['more', 'less']),
          verdict,
        }),
      )
      .exactOptional()
      .describe('Measured readings of which 10 % more or less would have given another verdict.'),
  })
  .describe('What the rule of a claim says of this run.') satisfies z.ZodType<RunRuling>;

export const claimAnswerShape = {
  verdict: z.enum([...verdict.options, 'uncertain', 'not measured']),
  condition,
  reading: z.string().exactOptional().describe('The readings of the first run.'),
  why: z.string().exactOptional().describe('Why it is uncertain, or was not measured.'),
};

export const claimResultSchema = z
  .object({
    ...claimAnswerShape,
    statement: z.string(),
    source: z.array(z.string()),
    isTiming: z.literal(true).exactOptional().describe('A busy machine may change the verdict.'),
  })
  .describe('A sentence about Node, and what the runs show of it.') satisfies z.ZodType<ClaimResult>;
