import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';

interface AcceptOptions {
  /** Of each connection, and so of each response: what `createServer({ highWaterMark })` of node:http sets. */
  readonly highWaterMark: number;
  /**
   * How many the client opens.
   * @default 1
   */
  readonly connections?: number;
  /** Starts the client with the port that it connects to. */
  readonly startClient: (port: number) => void;
}

/**
 * Starts a client in another process and accepts its connections, paused: its requests wait in the kernel. So `setup` can
 * put the client in place, and the run begins with the request.
 */
export async function acceptPeer({
  highWaterMark,
  connections = 1,
  startClient,
}: AcceptOptions): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  // An HTTP server has the first two options by default.
  const options = { allowHalfOpen: true, noDelay: true, highWaterMark, pauseOnConnect: true };
  const listener = createServer(options, (socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  startClient((listener.address() as AddressInfo).port);
  while (sockets.length < connections) await once(listener, 'connection');
  listener.close();
  return sockets;
}

/**
 * Hands the connections to a server, as if it had accepted them itself, and resolves with the responses once its handler
 * has been called for a request on each; rejects if a client disconnects before that. The server does not listen, so it
 * does not keep the process alive.
 */
export async function serve(
  server: Server,
  sockets: readonly Socket[],
  signal: AbortSignal,
): Promise<[ServerResponse, ...ServerResponse[]]> {
  const responses = new Map<Socket, ServerResponse>();
  const tooEarly = new AbortController();
  server.on('request', ({ socket }, response) => responses.set(socket, response));
  for (const socket of sockets) {
    socket.once('close', () => {
      if (!responses.has(socket)) tooEarly.abort(new Error('a client disconnected before its request'));
    });
    server.emit('connection', socket);
    socket.resume();
  }
  const isOver = AbortSignal.any([signal, tooEarly.signal]);
  while (responses.size < sockets.length) await once(server, 'request', { signal: isOver });
  return [...responses.values()] as [ServerResponse, ...ServerResponse[]];
}

export function closeConnections(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy();
}
