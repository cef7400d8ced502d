import { forced } from '../retained/collections.ts';

/**
 * Lets go what WeakRefs keep until the end of a job: that of a context whose jobs are run at once ends when it has run.
 * For the end of a program, which has no use for that any more.
 */
export function endJob(): void {
  process.getBuiltinModule('vm').runInNewContext('', {}, { microtaskMode: 'afterEvaluate' });
}

/** In a context of its own, and with a flag that is taken back: the program and other threads cannot see it. */
export function collectGarbage(): void {
  collect ??= makeCollect();
  collect();
  forced.count += 1;
}

let collect: (() => void) | undefined;

function makeCollect(): () => void {
  const { setFlagsFromString } = process.getBuiltinModule('v8');
  const isExposed = process.execArgv.some((flag) => /^--expose[-_]gc$/.test(flag));
  setFlagsFromString('--expose-gc');
  const made: () => void = process.getBuiltinModule('vm').runInNewContext('gc');
  if (!isExposed) setFlagsFromString('--no-expose-gc');
  return made;
}
