/**
 * A worker of the parent that imports scenario files and says what they declare. It is a thread of its own, because
 * a scenario may throw, exit or loop for ever when it is imported.
 */
import { parentPort } from 'node:worker_threads';

export interface DescribeAnswer {
  readonly url: string;
  /** What the module's default export declares, without its functions; or why there is none. */
  readonly declared?: unknown;
  readonly error?: string;
}

parentPort?.on('message', async (url: string) => {
  parentPort?.postMessage(await describe(url));
});

async function describe(url: string): Promise<DescribeAnswer> {
  try {
    const { default: scenario } = (await import(url)) as { readonly default?: unknown };
    return { url, declared: withoutFunctions(scenario) };
  } catch (error) {
    return { url, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Functions cannot be posted; that one is there is what matters of it. */
function withoutFunctions(value: unknown): unknown {
  if (typeof value === 'function') return 'function';
  if (Array.isArray(value)) return value.map(withoutFunctions);
  if (typeof value !== 'object' || value === null) return typeof value === 'symbol' ? String(value) : value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutFunctions(inner)]));
}
