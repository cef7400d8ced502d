import { setTimeout as wait } from 'node:timers/promises';

/** What a process wrote before it ended is already in the pipe; a grandchild can hold the pipe open forever. */
const DRAIN_MS = 200;

/** Waits until everything that was written has been read, but not for long. */
export async function drain(streams: readonly Promise<void>[]): Promise<void> {
  const abandon = new AbortController();
  await Promise.race([
    Promise.all(streams),
    wait(DRAIN_MS, undefined, { signal: abandon.signal }).catch(() => {}),
  ]);
  abandon.abort();
}
