import { RUN_ID } from '../processes/run-mark.ts';
import { launchOf, type Runtime } from '../runtimes/runtime.ts';

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

/** The environment of every child: the same for every user, plus the variables that were named, and those of its runtime. */
export function makeChildEnvironment(
  from: NodeJS.ProcessEnv,
  passed: readonly string[],
  runId: string,
  runtime?: Runtime,
): Record<string, string> {
  const inherited = [...INHERITED, ...passed].flatMap((name) => {
    const value = from[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const ofRuntime = runtime === undefined ? {} : launchOf(runtime).env;
  return { ...FIXED, ...Object.fromEntries(inherited), ...ofRuntime, [RUN_ID]: runId };
}
