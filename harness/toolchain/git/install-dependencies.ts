import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UsageError } from '../../errors.ts';
import { findProgram } from '../../processes/find-program.ts';
import { type ProgramEnd, runProgram } from '../../processes/run-program.ts';
import { describeThisMachine } from '../../processes/this-machine.ts';
import { withoutGitLocations } from './git.ts';
import { type InstallStep, planInstall } from './plan-install.ts';

/** Enough of a failed script's output for its error, a stack and npm's own summary. */
const SHOWN_LINES = 20;

export interface Installation {
  /** Names it in messages: the revision as the user wrote it, and the commit. */
  readonly title: string;
  readonly checkoutRoot: string;
  /** The root of the user's working tree. */
  readonly repositoryRoot: string;
  /** Whether the scripts of packages do not run. */
  readonly ignoresScripts: boolean;
  /** The folder in the checkout whose packages are needed. */
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Installs the dependencies of a folder in a checkout. Unless they are to be ignored, install scripts run, as they do for
 * anyone who clones the project: `prepare` may build what a scenario imports. That is said before they run. Throws a
 * UsageError with the last lines of output if a step fails, and `signal`'s reason if that is aborted.
 */
export async function installDependencies(installation: Installation): Promise<void> {
  const { checkoutRoot, repositoryRoot, folder, ignoresScripts, say, title } = installation;
  const steps = planInstall(checkoutRoot, folder, (one) => {
    const own = join(repositoryRoot, relative(checkoutRoot, one));
    return ['node_modules', '.pnp.cjs'].some((name) => existsSync(join(own, name)));
  });
  for (const step of steps) {
    const how = ignoresScripts
      ? 'without their install scripts'
      : 'with their install scripts (--ignore-scripts: without)';
    say(`installing the dependencies of ${title}, ${how}: ${describeStep(step, checkoutRoot)}`);
    await install(ignoresScripts ? withoutScripts(step) : step, installation);
  }
}

async function install(
  step: InstallStep,
  { checkoutRoot, title, ignoresScripts, signal }: Installation,
): Promise<void> {
  const what = describeStep(step, checkoutRoot);
  const program = findProgram(step.program, describeThisMachine());
  if (program === undefined) {
    throw new UsageError(
      `installing the dependencies of ${title} needs ${step.program}, which is not on PATH`,
      { hint: `install ${step.program}, or add it to PATH` },
    );
  }
  const end = await runProgram({
    program,
    args: step.args,
    cwd: step.folder,
    env: makeInstallEnvironment(process.env, ignoresScripts),
    ownGroup: true,
    signal,
  });
  if (end.exitCode === 0) return;
  throw new UsageError(
    `the dependencies of ${title} could not be installed: ${what} failed with ${describeEnd(end)}\n${quoteEnd(end)}`,
    { hint: 'run the same command in a clone of that revision to see its full output' },
  );
}

/** For npm and Yarn 1 an option; Yarn from 2 on has none for it, but a variable, see makeInstallEnvironment. */
const withoutScripts = (step: InstallStep): InstallStep => ({
  ...step,
  args: step.args.includes('--immutable') ? step.args : [...step.args, '--ignore-scripts'],
});

/** `npm ci in packages/a`. */
function describeStep({ program, args, folder }: InstallStep, checkoutRoot: string): string {
  const below = relative(checkoutRoot, folder);
  return `${program} ${args[0]}${below === '' ? '' : ` in ${below}`}`;
}

/** With NODE_ENV=production, build tools would be left out. The user's repository must not get its hooks set again. */
function makeInstallEnvironment(env: NodeJS.ProcessEnv, ignoresScripts: boolean): NodeJS.ProcessEnv {
  const { NODE_ENV: _dropped, ...rest } = withoutGitLocations(env);
  const ofYarn = ignoresScripts ? { YARN_ENABLE_SCRIPTS: 'false' } : {};
  return { ...rest, ...ofYarn, HUSKY: '0', SKIP_INSTALL_SIMPLE_GIT_HOOKS: '1' };
}

const describeEnd = ({ exitCode, terminatedBy }: ProgramEnd): string =>
  terminatedBy === null ? `exit code ${exitCode}` : terminatedBy;

/** Each line after a bar: a CI service interprets some words at the start of a line as commands. */
function quoteEnd({ stdout, stderr }: ProgramEnd): string {
  return [...stdout.text().split('\n'), ...dropUsage(stderr.text().split('\n'))]
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && line !== 'npm error' && !line.includes('A complete log of this run'))
    .slice(-SHOWN_LINES)
    .map((line) => `  | ${line}`)
    .join('\n');
}

/** If the lock file does not match, npm says so, and then prints all of its options. */
function dropUsage(lines: readonly string[]): readonly string[] {
  const start = lines.indexOf('npm error Usage:');
  return start === -1 ? lines : lines.slice(0, start);
}
