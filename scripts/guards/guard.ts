/** A line of the code that protects somebody, and what the code would be without it. */
export interface Guard {
  /** What it protects from. */
  readonly name: string;
  /** From the root of the project. */
  readonly file: string;
  /** Text that occurs once in the file, and what replaces it to remove the guard. */
  readonly guarded: string;
  readonly without: string;
  /** Files of tests, of which one has to fail without the guard. */
  readonly tests: readonly string[];
  /** The tests start the built command line, or a child. */
  readonly needsBuild?: true;
}

/** The text of the file without the guard. Throws an Error if the list no longer fits the code. */
export function removeGuard({ name, file, guarded, without }: Guard, text: string): string {
  const occurrences = text.split(guarded).length - 1;
  if (occurrences !== 1) {
    throw new Error(`the guard '${name}' occurs ${occurrences} times in ${file}, not once: ${guarded}`);
  }
  if (guarded === without) throw new Error(`the guard '${name}' is not removed by what replaces it`);
  // Not as a pattern of replace(): `$&` would be one.
  return text.split(guarded).join(without);
}
