import { stat } from 'node:fs/promises';

/**
 * Stands for a connection to a database: it stores one thing after the other, in the order of the calls. Each takes one
 * operation of the thread pool, as a read of a file does, so that on a busy machine both take longer together.
 */
export function oneAtATime() {
  let stored = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    /** Resolves when it has been stored. */
    add(signal: AbortSignal): Promise<void> {
      last = last.then(async () => {
        signal.throwIfAborted();
        await stat(process.execPath);
        stored += 1;
      });
      return last;
    },
    whenIdle: () => last,
    stored: (): number => stored,
  };
}
