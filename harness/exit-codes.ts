/** The meaning of the exit status; scripts can rely on it. */
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
  interrupted: 130,
  terminated: 143,
} as const;
