/** Marks every process that descends from a run, also one that left its group. */
export const RUN_ID = 'TIDEMARK_RUN_ID';

/** NODE_OPTIONS, NODE_V8_COVERAGE and what a test runner sets would change what is measured. */
const KEPT = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'windir',
  'COMSPEC',
  'PATHEXT',
];
const FIXED = { LANG: 'C.UTF-8', TZ: 'UTC' };

/** The environment of every child: the same whoever starts it, plus the variables that were named. */
export function makeChildEnvironment(
  from: NodeJS.ProcessEnv,
  passed: readonly string[],
  runId: string,
): Record<string, string> {
  const kept = [...KEPT, ...passed].flatMap((name) => {
    const value = from[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...FIXED, ...Object.fromEntries(kept), [RUN_ID]: runId };
}
