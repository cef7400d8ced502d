import { RUN_ID } from '../processes/run-mark.ts';

/** NODE_OPTIONS, NODE_V8_COVERAGE and the variables of a test runner would change what is measured. */
const INHERITED = [
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

/** The environment of every child: the same for every user, plus the variables that were named. */
export function makeChildEnvironment(
  from: NodeJS.ProcessEnv,
  passed: readonly string[],
  runId: string,
): Record<string, string> {
  const inherited = [...INHERITED, ...passed].flatMap((name) => {
    const value = from[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...FIXED, ...Object.fromEntries(inherited), [RUN_ID]: runId };
}
