/** `import { expect } from 'tidemark/assert'`: the matchers for node:test, and for any other runner. */

import { AssertionError } from 'node:assert';
import { fileURLToPath } from 'node:url';
import type { GivenScenario, TidemarkMatchers } from './matcher-types.ts';
import { describeForgotten, MATCHER_NAMES, type Matching, match } from './matchers.ts';
import type { MatcherName } from './messages.ts';
import { outerProcess } from './outer-process.ts';

const measurer = fileURLToPath(new URL('./measuring/entry.js', import.meta.url));

export type { GivenScenario, MatcherOptions, MemoryOptions } from './matcher-types.ts';

/** The matchers, and their opposites. */
export interface Expectations extends TidemarkMatchers {
  readonly not: TidemarkMatchers;
}

/**
 * Rejects with an AssertionError if it does not hold, and with another Error if it could not be measured.
 * @example
 * await expect('./upload.bench.ts').toStayBounded();
 */
export function expect(scenario: GivenScenario): Expectations {
  return { ...makeMatchers(scenario, false), not: makeMatchers(scenario, true) };
}

function makeMatchers(scenario: GivenScenario, isNot: boolean): TidemarkMatchers {
  const entries = MATCHER_NAMES.map((name) => [name, makeMatcher(name, scenario, isNot)] as const);
  return Object.fromEntries(entries) as unknown as TidemarkMatchers;
}

function makeMatcher(name: MatcherName, scenario: GivenScenario, isNot: boolean) {
  return async function matcher(...args: readonly unknown[]): Promise<void> {
    const failed = new Error();
    Error.captureStackTrace(failed, matcher);
    const matching = match(name, [scenario, ...args], { measurer, isNot }, matcher);
    noticeIfForgotten(name, matching);
    const { pass, message } = await matching.verdict;
    if (pass !== isNot) return;
    const error = new AssertionError({ message: message() });
    error.stack = [`AssertionError: ${error.message}`, ...(failed.stack?.split('\n').slice(1) ?? [])].join(
      '\n',
    );
    throw error;
  };
}

/** Only in node:test: loaded elsewhere, it would report that there are no tests. A test that calls after() is the current one. */
function noticeIfForgotten(name: MatcherName, { asked }: Matching): void {
  const { moduleLoadList } = outerProcess as unknown as { readonly moduleLoadList: readonly string[] };
  if (!moduleLoadList.includes('NativeModule test')) return;
  const { after } = outerProcess.getBuiltinModule('node:test');
  after(() => {
    if (asked.isAnswered()) return;
    asked.abandon();
    throw new Error(describeForgotten(name));
  });
}
