import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';

/** Handles each message in a millisecond, and then says how many it has handled. */
const PROGRAM = `
const clock = new Int32Array(new SharedArrayBuffer(4));
let handled = 0;
process.on('message', () => {
  Atomics.wait(clock, 0, 0, 1);
  handled += 1;
  process.send(handled);
});
process.send(0);
`;

/** Starts a process with a channel for messages, and waits until it listens. It ends when the channel closes. */
export async function startSlowChild(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

/** Call it before the first message is sent: it resolves when the process has handled so many. */
export async function waitUntilHandled(
  child: ChildProcess,
  messages: number,
  signal: AbortSignal,
): Promise<void> {
  for await (const [handled] of on(child, 'message', { signal })) if (handled === messages) return;
}
