/** The schemas of what a claim comes to: in one run, over its runs, and over versions of Node. */
import { z } from 'zod';
import type { ClaimResult, RunRuling } from './claim.ts';
import { CLAIMS_SCHEMA_VERSION, type ClaimsReport } from './claims-report.ts';

const verdict = z.enum(['true', 'false', 'partly', 'not tested']);

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

const claimAnswerShape = {
  verdict: z.enum([...verdict.options, 'uncertain', 'not measured']),
  condition,
  reading: z
    .string()
    .exactOptional()
    .describe('The readings of the first run, or why nothing could be tested.'),
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

const source = z.array(z.string());

/** A file of results/claims/. */
export const claimsReportSchema: z.ZodType<ClaimsReport> = z.object({
  schemaVersion: z.literal(CLAIMS_SCHEMA_VERSION),
  tool: z.object({ name: z.literal('tidemark'), version: z.string() }),
  platform: z.string(),
  arch: z.string(),
  repeats: z.number().int().positive(),
  nodes: z.array(z.string()).min(1),
  claims: z.array(
    z.object({
      ...{ id: z.string(), topic: z.string(), statement: z.string(), source },
      isTiming: z.literal(true).exactOptional(),
      answers: z.record(z.string(), z.object(claimAnswerShape)),
    }),
  ),
  notTested: z.array(z.object({ id: z.string(), statement: z.string(), source, reason: z.string() })),
  sources: z.record(
    z.string(),
    z.object({
      title: z.string(),
      author: z.string().exactOptional(),
      address: z.string().exactOptional(),
      summary: z.string(),
    }),
  ),
  notReached: z.array(z.string()).exactOptional(),
});
