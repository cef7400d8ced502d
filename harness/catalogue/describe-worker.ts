/**
 * A worker of the parent that imports scenario files and posts what they declare. It is a separate thread because a
 * scenario may throw, exit or never finish when it is imported.
 */
import { parentPort } from 'node:worker_threads';
import type { DescribedError } from '../protocol.ts';
import { describeError } from '../thrown/describe-error.ts';

export type DescribeAnswer =
  /** What the default export declares, each function replaced by the word 'function'. */
  | { readonly state: 'declared'; readonly declared: unknown }
  | { readonly state: 'failed'; readonly error: DescribedError }
  /** Nothing can settle a top-level await any more. */
  | { readonly state: 'unsettled' }
  /** The answer to a ping: the thread is not blocked. */
  | { readonly state: 'responsive' };

/** Deeper than any scenario declares; other objects can be as deep as they like, or circular. */
const MAX_DEPTH = 6;

const answer = (message: DescribeAnswer): void => parentPort?.postMessage(message);

parentPort?.on('message', async (url: string | null) => {
  if (url === null) return answer({ state: 'responsive' });
  // Only the module itself keeps this thread alive, so that a module that can never settle is detected.
  parentPort?.unref();
  process.once('beforeExit', reportUnsettled);
  const described = await describe(url);
  process.off('beforeExit', reportUnsettled);
  parentPort?.ref();
  answer(described);
});

function reportUnsettled(): void {
  parentPort?.ref();
  answer({ state: 'unsettled' });
}

async function describe(url: string): Promise<DescribeAnswer> {
  try {
    const { default: scenario } = (await import(url)) as { readonly default?: unknown };
    return { state: 'declared', declared: withoutFunctions(withMethods(scenario), 0) };
  } catch (error) {
    return { state: 'failed', error: describeError(error) };
  }
}

/** An instance of a class has its functions in its prototype. */
function withMethods(scenario: unknown): unknown {
  if (typeof scenario !== 'object' || scenario === null || Array.isArray(scenario)) return scenario;
  const methods = ['setup', 'run', 'teardown'].filter((name) => name in scenario);
  return { ...scenario, ...Object.fromEntries(methods.map((name) => [name, Reflect.get(scenario, name)])) };
}

/** Functions cannot be posted; all that matters is whether there is one. */
function withoutFunctions(value: unknown, depth: number): unknown {
  if (typeof value === 'function') return 'function';
  if (typeof value === 'symbol') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((inner) => withoutFunctions(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutFunctions(inner, depth + 1)]),
  );
}
