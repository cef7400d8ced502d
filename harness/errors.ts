/**
 * How an invocation ends: its exit code, and the errors that stop it. How a child ended is an outcome, and a
 * reservation about a result is a warning.
 */

/** The exit codes; scripts can rely on them. */
export const EXIT = {
  pass: 0,
  /** A regression, or a failed expectation or limit. */
  failed: 1,
  /** Usage, unreadable input, or nothing selected. */
  usage: 2,
  /** A run could not be measured. */
  notMeasured: 3,
  notComparable: 4,
  /** Only with --strict. */
  inconclusive: 5,
  resultsNotWritten: 6,
  /** A bug in tidemark. */
  bug: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** The user requested something that cannot be done: exit 2. `hint` says what to try. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint: string | undefined;

  constructor(
    message: string,
    options: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.hint = options.hint;
  }
}

/** Temporary files could not be written: exit 6. */
export class TempFolderError extends Error {
  override readonly name = 'TempFolderError';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `no temporary folder can be made in ${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
    this.path = path;
  }
}

/** The module that a scenario was compiled to could not be written: exit 6. */
export class CompiledFileError extends Error {
  override readonly name = 'CompiledFileError';

  constructor(folder: string, cause: unknown) {
    super(
      `the compiled scenario could not be written to ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

/** Results could not be written: exit 6. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';
  readonly path: string;
  /** The one that chooses another path. */
  readonly option: string;

  /** `notDone`: what was not even begun. */
  constructor(
    path: string,
    cause: unknown,
    { notDone, option = '--results' }: { readonly notDone?: string; readonly option?: string } = {},
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `results could not be written to ${path}: ${reason}${notDone === undefined ? '' : `; ${notDone}`}`,
      { cause },
    );
    this.path = path;
    this.option = option;
  }
}

/** What the system can refuse at any moment, whatever tidemark does: a command that did not foresee it has not gone wrong. */
interface Refused {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
}

const PERMISSIONS = 'check that the file or folder can be reached, and its permissions';
const SPACE = 'check the free space and the permissions of that folder';

const HINTS: Readonly<Record<string, string>> = {
  EMFILE: 'too many files are open: raise the limit, such as with ulimit -n 1024',
  ENFILE: 'too many files are open on this machine: end other programs',
  ENOMEM: 'the system has no memory left: end other programs',
  EACCES: PERMISSIONS,
  EPERM: PERMISSIONS,
  ELOOP: PERMISSIONS,
  ENAMETOOLONG: 'give a shorter path',
  EIO: 'the disk, or the file system, could not be read: try another folder',
  ENOSPC: SPACE,
  EDQUOT: SPACE,
  EROFS: SPACE,
};

/** Undefined for an error of tidemark itself. */
export function describeRefused(error: unknown): Refused | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  const hint = HINTS[String(error.code)];
  if (hint === undefined) return undefined;
  return { message: error.message, hint, exitCode: hint === SPACE ? EXIT.resultsNotWritten : EXIT.usage };
}
