import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';

/** Handles each message in a millisecond, and then says how many it has handled. */
const PROGRAM = `
const clock = new Int32Array(new SharedArrayBuffer(4));
let handled = 0;
process.on('message', () => {
  Atomics.wait(clock, 0, 0, 1);
  handled += 1;
  process.send(handled, () => {}); // the channel may have closed meanwhile
});
process.send(0);
`;

/** Starts a process with a channel for messages, and waits until it listens. It ends when the channel closes. */
export async function startSlowChild(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

export function stopSlowChild(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}

/**
 * Call it before the first message is sent: it resolves when the process has handled so many, and rejects if the process
 * exits before that.
 */
export async function waitUntilHandled(
  child: ChildProcess,
  messages: number,
  signal: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  // Not 'exit': answers may still be in the channel then.
  const leave = (): void => gone.abort(new Error('the process has exited'));
  child.once('disconnect', leave);
  if (!child.connected) leave();
  try {
    const answers = on(child, 'message', { signal: AbortSignal.any([signal, gone.signal]) });
    for await (const [handled] of answers) if (handled === messages) return;
  } finally {
    child.off('disconnect', leave);
  }
}
