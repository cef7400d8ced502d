import { setImmediate as nextTurn } from 'node:timers/promises';

/** Stands for a connection to a database: it stores one thing per turn of the event loop, in the order of the calls. */
export function oneAtATime() {
  let stored = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    /** Resolves when it has been stored. */
    add(signal: AbortSignal): Promise<void> {
      last = last.then(async () => {
        await nextTurn(undefined, { signal });
        stored += 1;
      });
      return last;
    },
    whenIdle: () => last,
    stored: (): number => stored,
  };
}
