import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UsageError } from '../../errors.ts';
import { findProgram } from '../../processes/find-program.ts';
import { type ProgramEnd, runProgram } from '../../processes/run-program.ts';
import { describeThisMachine } from '../../processes/this-machine.ts';
import { withoutGitPlaces } from './git.ts';
import { type InstallStep, planInstall } from './plan-install.ts';

/** Of a failed script, enough for its error above a stack and npm's own words. */
const SHOWN_LINES = 20;

export interface Installation {
  /** What it is called in messages: the revision as the user wrote it, and the commit. */
  readonly title: string;
  readonly checkoutRoot: string;
  /** Of the user's working tree. */
  readonly repositoryRoot: string;
  /** The folder in the checkout whose packages are needed. */
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Installs what a folder of a checkout needs. The scripts of the packages run, as they do for whoever clones the
 * project: it may build in `prepare` what a scenario imports. A checkout runs code of that revision anyway. Throws a
 * UsageError with the last lines of what failed, and `signal`'s reason where that is aborted.
 */
export async function installDependencies(installation: Installation): Promise<void> {
  const { checkoutRoot, repositoryRoot, folder, say, title } = installation;
  const steps = planInstall(checkoutRoot, folder, (one) => {
    const own = join(repositoryRoot, relative(checkoutRoot, one));
    return ['node_modules', '.pnp.cjs'].some((name) => existsSync(join(own, name)));
  });
  for (const step of steps) {
    say(`installing the dependencies of ${title}: ${describeStep(step, checkoutRoot)}`);
    await install(step, installation);
  }
}

async function install(step: InstallStep, { checkoutRoot, title, signal }: Installation): Promise<void> {
  const what = describeStep(step, checkoutRoot);
  const program = findProgram(step.program, describeThisMachine());
  if (program === undefined) {
    throw new UsageError(`${title} needs ${what}, and there is no ${step.program} on PATH`, {
      hint: `install ${step.program}`,
    });
  }
  const end = await runProgram({
    program,
    args: step.args,
    cwd: step.folder,
    env: makeInstallEnvironment(process.env),
    ownGroup: true,
    signal,
  });
  if (end.exitCode === 0) return;
  throw new UsageError(
    `the dependencies of ${title} could not be installed: ${what} ended with ${end.endedBy ?? end.exitCode}\n${quoteEnd(end)}`,
    { hint: 'try the same in a clone of that revision' },
  );
}

/** `npm ci in packages/a`. */
function describeStep({ program, args, folder }: InstallStep, checkoutRoot: string): string {
  const below = relative(checkoutRoot, folder);
  return `${program} ${args[0]}${below === '' ? '' : ` in ${below}`}`;
}

/** Production would leave out what builds a project, and hooks of the user's repository are not to be set again. */
function makeInstallEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_ENV: _dropped, ...kept } = withoutGitPlaces(env);
  return { ...kept, HUSKY: '0', SKIP_INSTALL_SIMPLE_GIT_HOOKS: '1' };
}

/** Behind a bar: a CI service takes some words at the start of a line for commands. */
function quoteEnd({ stdout, stderr }: ProgramEnd): string {
  return [...stdout.text().split('\n'), ...dropUsage(stderr.text().split('\n'))]
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && line !== 'npm error' && !line.includes('A complete log of this run'))
    .slice(-SHOWN_LINES)
    .map((line) => `  | ${line}`)
    .join('\n');
}

/** Where the lock file does not match, npm says so, and then explains all of its options. */
function dropUsage(lines: readonly string[]): readonly string[] {
  const start = lines.indexOf('npm error Usage:');
  return start === -1 ? lines : lines.slice(0, start);
}
