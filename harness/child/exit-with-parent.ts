import { Socket } from 'node:net';
import { REPLIES_FD } from '../protocol.ts';

/**
 * Exits when the parent is gone. Only needed on systems that cannot do this themselves, since a blocked event loop does
 * not notice. The socket is paused, so that a reply stays in the pipe for `ask`.
 */
export function endWithParent(): void {
  const socket = new Socket({ fd: REPLIES_FD, readable: true, writable: false });
  socket.on('close', () => process.kill(process.pid, 'SIGKILL'));
  socket.unref();
}
