/** The matchers, for every test runner: from what a test gives to a question, and from the answer to a result. */
import { type Asked, ask } from './ask.ts';
import type { GivenScenario, MatcherOptions, MemoryOptions } from './matcher-types.ts';
import type { MatcherName, Question } from './messages.ts';
import { selectScenario } from './select-scenario.ts';

/** Longer than a matcher takes on a busy machine, the slowest included. */
export const TEST_TIMEOUT_MS = 2 * 60 * 1000;

/** Where the matcher is called. */
export interface Place {
  readonly isNot: boolean;
  readonly testFile?: string | undefined;
  /** The path of the program that measures. */
  readonly measurer: string;
}

export interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

export interface Matching {
  readonly asked: Asked;
  /** Rejects with an Error if it could not be measured. */
  readonly verdict: Promise<Verdict>;
}

type Parts = Omit<Question, 'matcher' | 'isNot' | 'testFile'>;

/** What each makes of its arguments. */
const ARGUMENTS: Readonly<Record<MatcherName, (given: unknown, args: readonly unknown[]) => Parts>> = {
  toStayBounded: (given, [options]) => common(given, options),
  toBufferAtMost: (given, [limit, options]) => ({ ...common(given, options), limit: requireLimit(limit) }),
  toRespectBackpressure: (given, [options]) => common(given, options),
  toRetainNothing: (given, [options]) => common(given, options),
  toUseNoMoreMemoryThan: (given, [other, options]) => {
    const { within = '5 %', otherParameters = {} } = requireOptions(options, MEMORY_OPTIONS) as MemoryOptions;
    const parts = common(given, options, MEMORY_OPTIONS);
    return { ...parts, other: selectScenario(other as GivenScenario), otherParameters, within };
  },
};

export const MATCHER_NAMES = Object.keys(ARGUMENTS) as readonly MatcherName[];

/** `caller` is left out of the stack of its errors. Throws a TypeError for wrong arguments. */
export function match(
  matcher: MatcherName,
  [given, ...args]: readonly unknown[],
  { measurer, testFile, isNot }: Place,
  caller: (...args: never[]) => unknown,
): Matching {
  // The test is not on the stack any more when the answer is there.
  const notMeasured = new Error();
  Error.captureStackTrace(notMeasured, caller);
  const parts = ARGUMENTS[matcher](given, args);
  const asked = ask({ matcher, isNot, ...parts, ...(testFile !== undefined && { testFile }) }, measurer);
  const verdict = asked.answer.then((answer): Verdict => {
    if (answer.state === 'judged') return { pass: answer.pass, message: () => answer.message };
    throw withMessage(notMeasured, answer.message);
  });
  return { asked, verdict };
}

export const describeForgotten = (matcher: string): string =>
  `${matcher}() was still measuring when its test ended: write \`await expect(…).${matcher}(…)\`, or give the test more time`;

/** An error has its message in its stack, too. */
function withMessage(error: Error, message: string): Error {
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  error.name = 'tidemark';
  error.message = message;
  error.stack = [`${error.name}: ${message}`, ...frames].join('\n');
  return error;
}

const OPTIONS = ['parameters', 'env'];
const MEMORY_OPTIONS = [...OPTIONS, 'within', 'otherParameters'];

function common(given: unknown, options: unknown, known = OPTIONS): Parts {
  const { parameters = {}, env = [] } = requireOptions(options, known) as MatcherOptions;
  return { scenario: selectScenario(given), parameters, environmentVariables: env };
}

/** A misspelled option would be left out silently where no compiler looks. */
function requireOptions(options: unknown, known: readonly string[]): object {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null)
    throw new TypeError(
      `the options are ${JSON.stringify(options)}\n  give an object with ${known.join(', ')}`,
    );
  for (const name of Object.keys(options)) {
    if (!known.includes(name))
      throw new TypeError(`there is no option ${name}\n  the options are ${known.join(', ')}`);
  }
  return options;
}

function requireLimit(limit: unknown): string | number {
  if (typeof limit === 'string' || typeof limit === 'number') return limit;
  throw new TypeError("toBufferAtMost() needs a size\n  write toBufferAtMost('128 KiB')");
}
