/** Whoever starts tidemark by fork() talks to the program: what each of them sends is passed on to the other. */
import type { ChildProcess, SendHandle, Serializable } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How tidemark talks to the process that started it; undefined if that has made no channel. */
export function findSerialization(): 'json' | 'advanced' | undefined {
  if (process.send === undefined) return undefined;
  return wasAdvanced() ? 'advanced' : 'json';
}

/** Node takes it out of `process.env`. Only Linux tells with which environment a process was started. */
function wasAdvanced(): boolean {
  try {
    return readFileSync('/proc/self/environ', 'latin1').includes('NODE_CHANNEL_SERIALIZATION_MODE=advanced');
  } catch {
    return false;
  }
}

/** To be called as soon as the program has been started, if both have a channel. */
export function passMessages(app: ChildProcess): void {
  let sending = 0;
  let isOver = false;
  const disconnect = (): void => {
    if (isOver && sending === 0 && process.connected) process.disconnect();
  };
  const sent = (): void => {
    sending -= 1;
    disconnect();
  };
  const toApp = (message: Serializable, handle?: SendHandle): void => {
    if (app.connected) app.send(message, handle, () => {});
  };
  process.on('message', toApp);
  process.once('disconnect', () => {
    if (app.connected) app.disconnect();
  });
  app.on('message', (message, handle) => {
    if (!process.connected) return;
    sending += 1;
    process.send?.(message, handle, {}, sent);
  });
  app.once('disconnect', () => {
    // Otherwise it would keep tidemark running.
    process.off('message', toApp);
    isOver = true;
    disconnect();
  });
}
