/** What the exit status of tidemark says; a script can rely on it. */
export const EXIT = {
  pass: 0,
  /** A regression, or an expectation or limit that did not hold. */
  failed: 1,
  /** Usage, unreadable input, or nothing selected. */
  usage: 2,
  /** A run could not be measured. */
  notMeasured: 3,
  notComparable: 4,
  /** Only with --strict. */
  inconclusive: 5,
  resultsNotWritten: 6,
  /** An error of tidemark's own. */
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;
