/** Errors stop the program. How a child ended is an outcome, and a reservation about a result is a warning. */

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

/** Results could not be written: exit 6. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `results could not be written to ${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
    this.path = path;
  }
}
