import { devNull } from 'node:os';
import { UsageError } from '../../errors.ts';
import { findProgram } from '../../processes/find-program.ts';
import { type ProgramEnd, runProgram } from '../../processes/run-program.ts';
import { describeThisMachine } from '../../processes/this-machine.ts';

/** What would make git look at another repository than that of the folder, as in a hook that started tidemark. */
const PLACES = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CEILING_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/** Runs git in a folder. Hooks of the user's do not run. Throws a UsageError where there is no git. */
export async function runGit(
  folder: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<ProgramEnd> {
  const program = findProgram('git', describeThisMachine());
  if (program === undefined) {
    throw new UsageError('there is no git on PATH', {
      hint: 'a revision is checked out with git: install it',
    });
  }
  return runProgram({
    program,
    args: ['-c', `core.hooksPath=${devNull}`, ...args],
    cwd: folder,
    // Its words are shown to the user; those of another language could not be told apart.
    env: { ...withoutGitPlaces(process.env), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
    // Ctrl-C must not end what tidies up.
    ownGroup: true,
    signal,
  });
}

export function withoutGitPlaces(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !PLACES.includes(name)));
}
