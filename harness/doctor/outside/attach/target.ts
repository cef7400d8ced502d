/** A process that can be attached to, or why it cannot. */
export interface TargetProcess {
  readonly pid: number;
  readonly argv: readonly string[];
  /** At which its inspector listens, unless it was told another one while it ran. */
  readonly inspectPort: number;
  /** Tells it from a later process with the same id; undefined without procfs. */
  readonly startTime: string | undefined;
  /** Undefined without procfs. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

export interface Refusal {
  /** In words. */
  readonly refused: string;
  readonly hint: string;
}

export const GONE: Refusal = {
  refused: 'there is no such process',
  hint: 'list them with ps, or pgrep node',
};

/** Of a process that may not be looked at, or sent signals to: `own` and `owner` are user ids, if they are known. */
export const refusedAccess = (own: number | undefined, owner: number | undefined): Refusal =>
  own === 0 || (own !== undefined && own === owner)
    ? {
        refused: 'the system does not allow it, although the user may be the right one',
        hint: 'as in a container without the capability SYS_PTRACE: run the program with tidemark doctor -- …',
      }
    : { refused: 'it belongs to another user', hint: 'run tidemark as that user, or as root' };

export const SIGNAL_DISABLED: Refusal = {
  refused: 'it was started with --disable-sigusr1',
  hint: 'run it with tidemark doctor -- …',
};

export const notNode = (program: string): Refusal => ({
  refused: `it is ${program}, not Node.js`,
  hint: 'give the pid of the node process itself',
});
