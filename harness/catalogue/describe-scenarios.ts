/** Reads in a worker thread what scenario modules declare. */
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { compiled } from '../package-root.ts';
import { checkDeclaration, type DeclaredScenario } from './check-declaration.ts';
import type { DescribeAnswer, LoadError } from './describe-worker.ts';
import { describeLoadError, describeNeverLoaded, type LoadedModule } from './load-failure.ts';

/** A module that takes longer to import does more than declare a scenario. */
const IMPORT_LIMIT_MS = 10 * 1000;
/** A thread that is not blocked answers within this time. */
const RESPONSE_LIMIT_MS = 500;

/** What a scenario declares, with defaults for everything else, and where its module is. */
export interface DescribedScenario extends DeclaredScenario {
  /** URL of the plain JavaScript module that a child loads. */
  readonly url: string;
  /** URL of the source file. */
  readonly source: string;
}

export interface ScenarioModule extends LoadedModule {
  /** It was found in a folder, not named: it may be something else, such as a module that scenarios share. */
  readonly isCandidate?: boolean;
}

export interface DescribeOptions {
  readonly importLimitMs?: number;
  /** A candidate that is not a scenario, and why. */
  readonly onSkipped?: (source: string, why: string) => void;
}

type Answer = DescribeAnswer | { readonly state: 'exited' } | { readonly state: 'out-of-time' };

/** The parameters whose declared values are all measured, to compare them in one table. */
export function axesOf(comparisonTable: DescribedScenario['comparisonTable']): string[] {
  const { rows, columns, blocks } = comparisonTable ?? {};
  return [rows, columns, blocks].filter((axis) => axis !== undefined);
}

/** Imports the modules in a separate thread and checks what they declare. Throws a UsageError that names the file. */
export async function describeScenarios(
  modules: readonly ScenarioModule[],
  { importLimitMs = IMPORT_LIMIT_MS, onSkipped = () => {} }: DescribeOptions = {},
): Promise<DescribedScenario[]> {
  const worker = new Worker(pathToFileURL(compiled('harness/catalogue/describe-worker.js')), {
    // What a module prints while it is imported is discarded.
    stdout: true,
    stderr: true,
    execArgv: ['--enable-source-maps'],
  });
  // What a module started can fail at any time, even between two messages.
  const ended = new Promise<Answer>((resolve) => {
    worker.on('error', (error) => resolve({ state: 'failed', error: readError(error) }));
    worker.on('exit', () => resolve({ state: 'exited' }));
  });
  try {
    const described: DescribedScenario[] = [];
    for (const { isCandidate = false, ...module } of modules) {
      const declared = await importModule(worker, ended, module, importLimitMs);
      const whyNot = isCandidate ? findWhyNotScenario(declared) : undefined;
      if (whyNot === undefined) described.push(complete(module, declared));
      else onSkipped(module.source, whyNot);
    }
    return described;
  } finally {
    await worker.terminate();
  }
}

/** What the default export of a module declares. Throws a UsageError if it cannot be imported. */
async function importModule(
  worker: Worker,
  ended: Promise<Answer>,
  module: LoadedModule,
  importLimitMs: number,
): Promise<unknown> {
  const first = await ask(worker, ended, module.url, importLimitMs);
  switch (first.state) {
    case 'declared':
      return first.declared;
    case 'failed':
      throw describeLoadError(module, first.error);
    case 'exited':
      throw describeNeverLoaded(module, 'it exits when it is imported');
    case 'unsettled':
      throw describeNeverLoaded(module, 'a top-level await never settles');
    default: {
      const second = await ask(worker, ended, null, RESPONSE_LIMIT_MS);
      const isResponsive = second.state === 'responsive';
      const doing = isResponsive
        ? 'a top-level await has not settled'
        : 'it is still blocking the event loop';
      throw describeNeverLoaded(module, `${doing} after ${importLimitMs / 1000} s`);
    }
  }
}

async function ask(
  worker: Worker,
  ended: Promise<Answer>,
  question: string | null,
  limitMs: number,
): Promise<Answer> {
  const abandon = new AbortController();
  const answered = new Promise<Answer>((resolve) => worker.once('message', resolve));
  worker.postMessage(question);
  try {
    return await Promise.race([
      answered,
      ended,
      wait(limitMs, undefined, { signal: abandon.signal }).then((): Answer => ({ state: 'out-of-time' })),
    ]);
  } finally {
    abandon.abort();
  }
}

const readError = (error: unknown): LoadError =>
  error instanceof Error ? error : { name: 'thrown value', message: String(error) };

function findWhyNotScenario(declared: unknown): string | undefined {
  if (declared === undefined) return 'it has no default export';
  const hasRun = typeof declared === 'object' && declared !== null && 'run' in declared;
  return hasRun ? undefined : 'its default export has no run()';
}

function complete({ url, source }: LoadedModule, declared: unknown): DescribedScenario {
  return { ...checkDeclaration(fileURLToPath(source), declared), url, source };
}
