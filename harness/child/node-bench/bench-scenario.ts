/**
 * The scenario whose cases are the benches of one file of node:bench. The query of the URL of this module names the file,
 * and when it was changed: `?file=URL&changed=MS`; with `&list`, the benches are declared, too. Node loads the file as it is.
 */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scenario } from '../../scenario.ts';
import { nameBench } from './bench-name.ts';
import { type BenchRecord, type BenchSample, runner, selectBench } from './file-runner.ts';

const own = new URL(import.meta.url);
const file = own.searchParams.get('file') ?? '';
const fileName = basename(fileURLToPath(file));

const scenario: Scenario = {
  title: `The benches of ${fileName}, each in a process of its own`,
  tags: ['node-bench'],
  async setup({ parameters }) {
    selectBench(String(parameters.bench));
    await loadFile();
  },
  async run({ parameters, record, signal }) {
    const { completed, failures } = await runBenches({ signal });
    if (failures.length > 0) throw failures[0];
    const [only] = completed;
    // Which benches a file declares can depend on anything.
    if (only === undefined || completed.length > 1)
      throw new Error(`${fileName} declared ${completed.length} benches called '${parameters.bench}'`);
    for (const [name, value] of Object.entries(summarize(only.samples))) record(name, value);
  },
};

export default own.searchParams.has('list') ? { ...scenario, parameters: await listBenches() } : scenario;

/** No bench is called, and no hook. */
async function listBenches(): Promise<object> {
  await loadFile();
  const { planned, failures } = await runBenches({ namePattern: /(?!)/ });
  const names = planned
    .filter(({ skip }) => skip === 'name pattern')
    .map(({ namePath, params }) => nameBench(namePath, params));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new Error(
      `two benches have the same name and the same params, '${twice}': give them different ones`,
    );
  if (failures.length > 0) throw failures[0];
  return { bench: { kind: 'choice', values: names } };
}

/** Nothing of the hooks is left when a bench runs. Every run of an invocation is of the same program. */
async function loadFile(): Promise<void> {
  if (statSync(fileURLToPath(file)).mtimeMs !== Number(own.searchParams.get('changed')))
    throw new Error(`${fileName} was changed while its benches were measured: start again`);
  const { registerHooks } = process.getBuiltinModule('node:module') as unknown as {
    readonly registerHooks: (hooks: object) => { deregister(): void };
  };
  const url = new URL('./stand-in.js', import.meta.url).href;
  const hooks = registerHooks({
    resolve: (specifier: string, context: object, next: (specifier: string, context: object) => object) =>
      specifier === 'node:bench' ? { url, shortCircuit: true } : next(specifier, context),
  });
  try {
    await import(file);
  } finally {
    hooks.deregister();
  }
}

interface BenchRun {
  readonly planned: readonly BenchRecord['data'][];
  readonly completed: readonly BenchRecord['data'][];
  /** What a bench, a hook or the function of a suite threw. */
  readonly failures: readonly unknown[];
}

async function runBenches(options: object): Promise<BenchRun> {
  const planned: BenchRecord['data'][] = [];
  const completed: BenchRecord['data'][] = [];
  const failures: unknown[] = [];
  for await (const { type, data } of runner.run(options)) {
    if (type === 'bench:plan') planned.push(data);
    if (type === 'bench:diagnostic' && data.level === 'error') failures.push(data.error ?? data.message);
    if (type !== 'bench:complete' || data.skip !== undefined) continue;
    completed.push(data);
    if (data.error !== undefined) failures.push(data.error);
  }
  return { planned, completed, failures };
}

/** Of node:bench's own samples. */
function summarize(samples: readonly BenchSample[]): Readonly<Record<string, number>> {
  const sorted = samples
    .map(({ duration_ns, operations }) => Number(duration_ns) / operations)
    .sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    nanosecondsPerOperation: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    fastestNanoseconds: at(0),
    slowestNanoseconds: at(sorted.length - 1),
    samples: sorted.length,
  };
}
