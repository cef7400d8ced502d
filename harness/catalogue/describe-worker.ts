/**
 * Imports scenario files, and sends to the parent what they declare. It is a separate process because a scenario may
 * throw, exit, print, kill its process or never finish when it is imported.
 */
import type { DescribedError } from '../protocol.ts';
import { describeError } from '../thrown/describe-error.ts';

export type DescribeAnswer =
  /** What the default export declares, each function replaced by the word 'function'. */
  | { readonly state: 'declared'; readonly declared: unknown }
  | { readonly state: 'failed'; readonly error: DescribedError }
  /** Nothing can settle a top-level await any more. */
  | { readonly state: 'unsettled' }
  /** The answer to a ping: the event loop is not blocked. It is sent once the process has started, too. */
  | { readonly state: 'responsive' };

/** Deeper than any scenario declares; other objects can be as deep as they like, or circular. */
const MAX_DEPTH = 6;

// Taken before a module can replace them.
const { channel, pid } = process;
const send = process.send?.bind(process);
const kill = process.kill.bind(process);
/** Without a callback, an answer to a parent that is gone would be an uncaught exception, which is answered, too. */
const answer = (message: DescribeAnswer): void => {
  send?.(message, () => {});
};

process.on('message', async ({ question }: { readonly question: string | null }) => {
  if (question === null) return answer({ state: 'responsive' });
  // Only the module itself keeps this process alive, so that a module that can never settle is detected.
  channel?.unref();
  process.once('beforeExit', reportUnsettled);
  const described = await describe(question);
  process.off('beforeExit', reportUnsettled);
  channel?.ref();
  answer(described);
});
process.on('uncaughtException', (error) => answer({ state: 'failed', error: describeError(error) }));
// Whatever a module does when its process exits.
process.on('disconnect', () => kill(pid, 'SIGKILL'));
answer({ state: 'responsive' });

function reportUnsettled(): void {
  channel?.ref();
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
