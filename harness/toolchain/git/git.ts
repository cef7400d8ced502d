import { devNull } from 'node:os';
import { UsageError } from '../../errors.ts';
import { findProgram } from '../../processes/find-program.ts';
import { type ProgramEnd, runProgram } from '../../processes/run-program.ts';
import { describeThisMachine } from '../../processes/this-machine.ts';

/** Variables that would point git at another repository than that of the folder: a git hook sets them, and may start tidemark. */
const LOCATION_VARIABLES = [
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

/** Runs git in a folder. The user's hooks do not run. Throws a UsageError if git is not installed. */
export async function runGit(
  folder: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<ProgramEnd> {
  const program = findProgram('git', describeThisMachine());
  if (program === undefined) {
    throw new UsageError('git is not on PATH', {
      hint: 'revisions are checked out with git; install it, or add it to PATH',
    });
  }
  return runProgram({
    program,
    // A checkout of a deep tree in a temporary folder can have paths that are too long for Windows.
    args: ['-c', `core.hooksPath=${devNull}`, '-c', 'core.longpaths=true', ...args],
    cwd: folder,
    // Its messages are quoted to the user, so they are in the language of tidemark's own.
    env: { ...withoutGitLocations(process.env), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
    // Ctrl+C must not terminate what cleans up.
    ownGroup: true,
    signal,
  });
}

export function withoutGitLocations(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !LOCATION_VARIABLES.includes(name)));
}
