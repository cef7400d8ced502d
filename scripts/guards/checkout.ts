/** A copy of the working tree, in which a guard can be removed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../harness/package-root.ts';
import { withParentDeathSignal } from '../../harness/processes/die-with-parent.ts';
import { ownGroup } from '../../harness/processes/own-group.ts';
import { killRest } from '../../harness/processes/signal-group.ts';
import { type Guard, removeGuard } from './guard.ts';

/** Without a guard a test may never end: that is noticed, too. */
const ENDLESS_TEST_MS = 90 * 1000;
const LIMITS = ['test', 'hook', 'teardown'].map((what) => `--${what}Timeout=${ENDLESS_TEST_MS}`);
/** And so may vitest, if a test blocks its worker. */
const ENDLESS_MS = 4 * 60 * 1000;

/** Of a run of vitest. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

export interface Checkout {
  /** Runs the tests of a guard without it, and puts it back. Undefined if vitest could not run them. */
  readonly testWithout: (guard: Guard) => TestCounts | undefined;
  /** Runs tests with all guards. */
  readonly test: (files: readonly string[]) => TestCounts | undefined;
  readonly remove: () => void;
}

export function makeCheckout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-guards-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: packageRoot,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name !== '')) {
    cpSync(join(packageRoot, file), join(folder, file), { force: true });
  }
  cpSync(join(packageRoot, 'dist'), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
  return {
    test: (files) => runTests(folder, files),
    testWithout: (guard) => {
      const path = join(folder, guard.file);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, removeGuard(guard, text));
      try {
        if (guard.needsBuild === true) build(folder);
        return runTests(folder, guard.tests, LIMITS);
      } finally {
        writeFileSync(path, text);
        if (guard.needsBuild === true) build(folder);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What is left may have unused names, which the compiler reports: it writes its output nevertheless. */
function build(folder: string): void {
  run(folder, 'npx', ['tsc', '-p', 'tsconfig.build.json']);
  run(folder, 'npm', ['run', '--silent', 'build:child']);
}

function runTests(
  folder: string,
  files: readonly string[],
  limits: readonly string[] = [],
): TestCounts | undefined {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const words = [vitest, 'run', ...files, '--bail=1', '--reporter=tap-flat', ...limits];
  const timeoutMs = limits.length === 0 ? undefined : ENDLESS_MS;
  const { printed, isEndless } = run(folder, process.execPath, words, timeoutMs);
  const count = (result: RegExp): number => printed.match(result)?.length ?? 0;
  const counts = { passed: count(/^ok /gm), failed: count(/^not ok /gm) + (isEndless ? 1 : 0) };
  return counts.passed + counts.failed === 0 ? undefined : counts;
}

/** Variables of vitest would make one that a test starts believe that it is a worker. */
function run(
  folder: string,
  command: string,
  args: readonly string[],
  timeout?: number,
): { printed: string; isEndless: boolean } {
  const ofVitest = /^(VITEST|NODE_ENV)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofVitest.test(name)));
  const { stdout, error, pid } = spawnSync(...withParentDeathSignal(command, args), {
    ...{ cwd: folder, env, encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES },
    // The workers of vitest are in its group.
    ...{ timeout, killSignal: 'SIGKILL', ...ownGroup() },
  });
  // 0 if it could not be started: that would be this group.
  if (pid > 0) killRest(pid);
  return { printed: stdout, isEndless: (error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT' };
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
