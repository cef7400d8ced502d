/** `import 'tidemark/vitest'`, in a file of tests or in `setupFiles`: adds the matchers to vitest's `expect`. */
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import type { TidemarkMatchers } from './matcher-types.ts';
import {
  describeForgotten,
  MATCHER_NAMES,
  type Matching,
  match,
  TEST_TIMEOUT_MS,
  type Verdict,
} from './matchers.ts';
import type { MatcherName } from './messages.ts';

declare global {
  // The interfaces of vitest 4 and 5 have different type parameters; both extend this one.
  namespace Chai {
    interface Assertion extends TidemarkMatchers {}
  }
}

const measurer = fileURLToPath(new URL('./measuring/entry.js', import.meta.url));

/** The end of a measurement is waited for, however busy the machine is: the runs have limits of their own. */
const END_TIMEOUT_MS = 20 * 60 * 1000;

interface Task {
  readonly concurrent?: boolean | undefined;
  readonly result?: { readonly state?: string } | undefined;
  readonly context?: { readonly onTestFinished?: (act: () => Promise<void>, timeoutMs: number) => void };
}

interface State {
  readonly isNot: boolean;
  readonly testPath?: string | undefined;
  readonly task?: Task | undefined;
}

expect.extend(Object.fromEntries(MATCHER_NAMES.map((name) => [name, makeMatcher(name)])));
allowTime();

function makeMatcher(name: MatcherName) {
  return function matcher(this: State, ...args: readonly unknown[]): Promise<Verdict> {
    const { isNot, testPath: testFile, task } = this;
    const matching = match(name, args, { isNot, testFile, measurer }, matcher);
    if (task !== undefined) noticeIfForgotten(name, matching, task);
    return matching.verdict;
  };
}

function noticeIfForgotten(name: string, matching: Matching, task: Task): void {
  try {
    task.context?.onTestFinished?.(() => endOf(name, matching, task), END_TIMEOUT_MS);
  } catch {
    // Vitest refuses it in a hook of a test, such as beforeEach().
  }
}

/** After the test: what still measures was not awaited, or the test timed out. */
async function endOf(
  name: string,
  { asked, verdict }: Matching,
  { concurrent, result }: Task,
): Promise<void> {
  if (asked.isAnswered()) return;
  // Of tests that run at once, the one that `expect` names need not be the one that called it. What fails is reported.
  if (concurrent === true) {
    await verdict.catch(() => {});
    return;
  }
  asked.abandon();
  if (result?.state !== 'fail') throw new Error(describeForgotten(name));
}

/** Unless the project allows more. */
function allowTime(): void {
  const worker = (
    globalThis as { readonly __vitest_worker__?: { readonly config?: { readonly testTimeout?: number } } }
  ).__vitest_worker__;
  const allowedMs = worker?.config?.testTimeout;
  // 0 is not a limit.
  if (allowedMs === undefined || (allowedMs > 0 && allowedMs < TEST_TIMEOUT_MS))
    vi.setConfig({ testTimeout: TEST_TIMEOUT_MS });
}
