/** The claims that no experiment can decide. */

/** A sentence that is only wording, or that needs what no test can have. */
interface NotTested {
  readonly id: string;
  readonly statement: string;
  /** Keys of sources.json. */
  readonly source: readonly string[];
  readonly reason: string;
}

export const NOT_TESTED: readonly NotTested[] = [
  {
    id: 'buffer-index-derefs-cpp',
    statement: 'buffer[0] follows an address of C++, and looks up no property.',
    source: ['001'],
    reason: 'what machine code V8 makes of an access cannot be seen by a program',
  },
];
