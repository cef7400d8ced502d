import { Socket } from 'node:net';
import { REPLIES_FD } from '../protocol.ts';

/**
 * Ends this process when its parent is gone. Only needed where the system cannot be asked to do it, because a loop
 * that blocks does not see it. The socket is paused, so that an answer stays there for the one who requested.
 */
export function endWithParent(): void {
  const socket = new Socket({ fd: REPLIES_FD, readable: true, writable: false });
  socket.on('close', () => process.kill(process.pid, 'SIGKILL'));
  socket.unref();
}
