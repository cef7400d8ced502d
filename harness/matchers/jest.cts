/** `require('tidemark/jest')`, in a file of tests or in `setupFilesAfterEnv`: adds the matchers to Jest's `expect`. */
import type { TidemarkMatchers } from './matcher-types.ts' with { 'resolution-mode': 'import' };

type Core = typeof import('./core.ts', { with: { 'resolution-mode': 'import' }});
type Matching = ReturnType<Core['match']>;

declare global {
  // Of @types/jest. All declarations of an interface have the same type parameters.
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as @types/jest has it
    interface Matchers<R, T = {}> extends TidemarkMatchers {}
  }
}

// biome-ignore lint/suspicious/noTsIgnore: where it is installed there is no error to expect
/** @ts-ignore Of @jest/globals, where that is installed. */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends TidemarkMatchers {}
}

interface State {
  readonly isNot?: boolean;
  readonly testPath?: string;
}

interface Jest {
  readonly expect: { readonly extend: (matchers: object) => void };
  readonly beforeEach: (hook: () => void) => void;
  readonly afterEach: (hook: () => void) => void;
  readonly afterAll: (hook: () => void) => void;
  readonly jest: { readonly setTimeout: (timeoutMs: number) => void };
}

const { join } = require('node:path') as typeof import('node:path');
const core = require(join(__dirname, 'core.cjs')) as Core;
// Jest has them for every module, whether they are global or not. It declares `jest` itself.
const globals = require('@jest/globals') as Jest;

const measurer = join(__dirname, 'measuring', 'entry.js');

interface Open {
  readonly name: string;
  readonly matching: Matching;
  /** Undefined for a concurrent test, for which Jest calls no hooks. */
  readonly test: object | undefined;
}

let test: object | undefined;
const open = new Set<Open>();

globals.expect.extend(Object.fromEntries(core.MATCHER_NAMES.map((name) => [name, makeMatcher(name)])));
allowTime();

globals.beforeEach(() => {
  test = {};
});
globals.afterEach(() => {
  const ofTest = [...open].filter((one) => one.test === test);
  test = undefined;
  failIfForgotten(ofTest);
});
globals.afterAll(() => failIfForgotten([...open]));

function makeMatcher(name: Core['MATCHER_NAMES'][number]) {
  return function matcher(this: State, ...args: readonly unknown[]): Matching['verdict'] {
    const place = { isNot: this.isNot === true, testFile: this.testPath, measurer };
    const one = { name, test, matching: core.match(name, args, place, matcher) };
    open.add(one);
    void one.matching.asked.answer.then(() => open.delete(one));
    return one.matching.verdict;
  };
}

function failIfForgotten(forgotten: readonly Open[]): void {
  for (const one of forgotten) {
    one.matching.asked.abandon();
    open.delete(one);
  }
  const [first] = forgotten;
  if (first !== undefined) throw new Error(core.describeForgotten(first.name));
}

/** Unless the project allows more. */
function allowTime(): void {
  const allowedMs = readTimeoutMs();
  if (allowedMs === undefined || allowedMs < core.TEST_TIMEOUT_MS)
    globals.jest.setTimeout(core.TEST_TIMEOUT_MS);
}

/** Where jest-circus keeps it; undefined if it is kept elsewhere. */
function readTimeoutMs(): number | undefined {
  const state = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  );
  if (state === undefined) return undefined;
  return (globalThis as unknown as Record<symbol, { readonly testTimeout?: number }>)[state]?.testTimeout;
}
