interface Output {
  readonly on: (event: 'error', listener: (error: NodeJS.ErrnoException) => void) => unknown;
}

export interface WatchedOutputs {
  /** Something of the results could not be printed, although somebody reads them. */
  readonly isIncomplete: boolean;
}

/**
 * What cannot be printed does not end the work: the result files are still written. A reader that closes early, such as
 * `head`, has all that it wanted; a full disk has not. What stderr loses is not part of the results.
 */
export function watchOutputs(
  { stdout, stderr }: { readonly stdout: Output; readonly stderr: Output },
  say: (text: string) => void,
): WatchedOutputs {
  let isIncomplete = false;
  stderr.on('error', () => {});
  stdout.on('error', (error) => {
    if (error.code === 'EPIPE' || isIncomplete) return;
    isIncomplete = true;
    say(`tidemark: the output could not be written to stdout: ${error.message}`);
  });
  return {
    get isIncomplete() {
      return isIncomplete;
    },
  };
}
