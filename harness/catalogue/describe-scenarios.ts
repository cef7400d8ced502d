import { basename, extname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { compiled } from '../package-root.ts';
import { growthMetricSchema } from '../report-schema.ts';
import type { DescribeAnswer } from './describe-worker.ts';

/** A module that takes longer to import does more than declare a scenario. */
const IMPORT_LIMIT_MS = 10 * 1000;

const positiveWhole = z.number().int().positive();
const parameter = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bytes'), values: z.array(positiveWhole).min(1) }),
  z.object({ kind: z.literal('count'), values: z.array(positiveWhole).min(1) }),
  z.object({ kind: z.literal('choice'), values: z.array(z.string().min(1)).min(1) }),
  z.object({ kind: z.literal('volume'), values: z.tuple([positiveWhole]) }),
]);
const comparisonTable = z.strictObject({
  metric: growthMetricSchema,
  rows: z.string(),
  reference: z.string().exactOptional(),
  columns: z.string().exactOptional(),
  blocks: z.string().exactOptional(),
  cellMetrics: z.array(growthMetricSchema).exactOptional(),
  rowMetrics: z.array(growthMetricSchema).exactOptional(),
});
const limitName = z.union([
  growthMetricSchema,
  z.enum(['growth', 'writesAfterFalse', 'pushesAfterFalse', 'durationMs', 'cpuMs']),
]);
const limits = z
  .partialRecord(limitName, z.union([z.number().nonnegative(), z.literal('bounded')]))
  .refine(
    (all) => Object.entries(all).every(([name, limit]) => (name === 'growth') === (limit === 'bounded')),
    "growth can be limited to 'bounded', everything else to a number",
  );
const aFunction = z.literal('function', { error: 'must be a function' });

const scenarioShape = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
  title: z.string().min(1),
  about: z.strictObject({ what: z.string(), why: z.string(), expect: z.string() }),
  tags: z.array(z.string()),
  pairedWith: z.string().optional(),
  parameters: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a parameter name is camelCase'), parameter)
    .refine(
      (all) => Object.values(all).filter(({ kind }) => kind === 'volume').length <= 1,
      'at most one volume',
    ),
  comparisonTable: comparisonTable.optional(),
  expect: z
    .strictObject({
      growth: z.enum(['bounded', 'linear']).optional(),
      metric: growthMetricSchema.optional(),
      outcome: z.enum(['crashed', 'timed-out', 'out-of-memory', 'over-limit']).optional(),
      checks: aFunction.optional(),
    })
    .refine(
      ({ growth, outcome }) => growth === undefined || outcome === undefined,
      'growth is not judged of runs that do not complete: leave growth or outcome out',
    )
    .optional(),
  limits: limits.optional(),
  setup: aFunction.optional(),
  run: aFunction,
  teardown: aFunction.optional(),
});
const scenarioSchema = scenarioShape.refine(
  ({ comparisonTable, parameters }) =>
    axesOf(comparisonTable).every((axis) => Object.hasOwn(parameters, axis)),
  'comparisonTable: rows, columns and blocks must name parameters',
);

/** What a scenario declares, and where its module is. */
export interface DescribedScenario extends z.infer<typeof scenarioShape> {
  /** URL of the plain JavaScript module that a child loads. */
  readonly url: string;
  /** URL of the file that a person wrote. */
  readonly source: string;
}

export interface ScenarioModule {
  readonly source: string;
  readonly url: string;
}

/** The parameters of which all declared values are measured, so that they can be table side by side. */
export function axesOf(comparisonTable: DescribedScenario['comparisonTable']): string[] {
  const { rows, columns, blocks } = comparisonTable ?? {};
  return [rows, columns, blocks].filter((axis) => axis !== undefined);
}

/** Imports the modules in a thread of its own and checks what they declare. Throws a UsageError that names the file. */
export async function describeScenarios(
  modules: readonly ScenarioModule[],
  importLimitMs: number = IMPORT_LIMIT_MS,
): Promise<DescribedScenario[]> {
  const worker = new Worker(pathToFileURL(compiled('harness/catalogue/describe-worker.js')), {
    // What a module prints while it is imported is nobody's result.
    stdout: true,
    stderr: true,
    execArgv: ['--enable-source-maps'],
  });
  // What a module started can fail at any time, also when nobody asks.
  const failed = new Promise<string>((resolve) => {
    worker.on('error', (error) =>
      resolve(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    worker.on('exit', () => resolve('it exits when it is imported'));
  });
  try {
    const described: DescribedScenario[] = [];
    for (const module of modules) described.push(await describeOne(worker, failed, module, importLimitMs));
    return described;
  } finally {
    await worker.terminate();
  }
}

async function describeOne(
  worker: Worker,
  failed: Promise<string>,
  module: ScenarioModule,
  importLimitMs: number,
): Promise<DescribedScenario> {
  const { url, source } = module;
  const path = fileURLToPath(source);
  const abandon = new AbortController();
  worker.postMessage(url);
  try {
    const answer = await Promise.race([
      new Promise<DescribeAnswer>((resolve) => worker.once('message', resolve)),
      failed.then((error): DescribeAnswer => ({ url, error })),
      wait(importLimitMs, undefined, { signal: abandon.signal }).then((): DescribeAnswer => {
        return { url, error: `it is not imported after ${importLimitMs / 1000} s` };
      }),
    ]);
    if (answer.error !== undefined) {
      throw new UsageError(`${path} cannot be loaded: ${answer.error}`, {
        hint: 'a scenario file only declares: what it does belongs into setup() and run()',
      });
    }
    return { ...checkDeclared(path, answer.declared), ...module };
  } finally {
    abandon.abort();
  }
}

function checkDeclared(path: string, declared: unknown): z.infer<typeof scenarioShape> {
  const hint = 'a scenario file has `export default defineScenario({ … })`';
  if (declared === undefined) throw new UsageError(`${path} has no default export`, { hint });
  const checked = scenarioSchema.safeParse(declared);
  if (!checked.success)
    throw new UsageError(`${path} is no scenario:\n${z.prettifyError(checked.error)}`, { hint });
  const fileName = basename(path, extname(path));
  if (checked.data.name !== fileName) {
    throw new UsageError(`${path} calls its scenario '${checked.data.name}'`, {
      hint: `the name and the file name are the same: '${fileName}'`,
    });
  }
  return checked.data;
}
