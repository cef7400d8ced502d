/**
 * The runner of the benches of a file. The one of `node:bench` itself runs all benches as soon as the first is declared,
 * or, with --bench, in a process that Node starts: this one waits for run(), and runs only the bench that is selected.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { nameBench } from './bench-name.ts';

/** A sample of node:bench. */
export interface BenchSample {
  readonly operations: number;
  readonly duration_ns: bigint;
}

/** What of the records of node:bench is read. */
export interface BenchRecord {
  readonly type: string;
  readonly data: {
    readonly namePath: readonly string[];
    readonly params: Readonly<Record<string, unknown>>;
    /** Why it does not run: `name pattern` for one that the pattern of run() leaves out. */
    readonly skip?: unknown;
    readonly samples: readonly BenchSample[];
    readonly error?: unknown;
    readonly level?: string;
    readonly message?: string;
  };
}

export type Declare = (...declared: unknown[]) => unknown;

export interface Runner {
  readonly after: Declare;
  readonly afterEach: Declare;
  readonly before: Declare;
  readonly beforeEach: Declare;
  readonly bench: Declare;
  readonly suite: Declare;
  readonly run: (options: object) => AsyncIterable<BenchRecord>;
}

/** The module, which the types of Node do not know. */
interface NodeBench {
  readonly createRunner: () => Runner;
  readonly runFile: Declare;
}

export const nodeBench = loadQuietly();

export const runner = nodeBench.createRunner();

/** That it is experimental would be in the output of every run, as if a bench had printed it. */
function loadQuietly(): NodeBench {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:bench') as unknown as NodeBench;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** The names of the suites around what is declared. */
const suites = new AsyncLocalStorage<readonly string[]>();
let selected: string | undefined;

/** Declares every other bench as skipped. Called before the file is loaded; otherwise all are selected. */
export function selectBench(name: string): void {
  selected = name;
}

/** Declares a bench as `bench()` of node:bench does; `more` is what bench.skip() and bench.only() add to its options. */
export function declareBench(declared: readonly unknown[], more: object = {}): unknown {
  const { name, options, fn } = normalize(declared);
  const { params = {} } = options;
  const isSelected = selected === undefined || nameBench(readPath(name), params) === selected;
  return runner.bench(name, { ...options, ...more, ...(!isSelected && { skip: true }) }, fn);
}

export function declareSuite(declared: readonly unknown[]): unknown {
  const { name, options, fn } = normalize(declared);
  if (typeof fn !== 'function') return runner.suite(...declared);
  return runner.suite(name, options, () => suites.run(readPath(name), fn as () => unknown));
}

const readPath = (name: unknown): string[] => [...(suites.getStore() ?? []), String(name)];

interface Declaration {
  readonly name: unknown;
  readonly options: { readonly params?: Readonly<Record<string, unknown>> };
  readonly fn: unknown;
}

/** The name, the options, or both can be left out, as with node:bench. What is wrong there is left for it to refuse. */
function normalize([first, second, third]: readonly unknown[]): Declaration {
  if (typeof first === 'function') return { name: nameOf(first), options: {}, fn: first };
  if (typeof first === 'object' && first !== null)
    return { name: nameOf(second), options: first, fn: second };
  if (typeof second === 'function') return { name: first, options: {}, fn: second };
  return { name: first, options: (second ?? {}) as Declaration['options'], fn: third };
}

const nameOf = (fn: unknown): string => (typeof fn === 'function' && fn.name) || '<anonymous>';
