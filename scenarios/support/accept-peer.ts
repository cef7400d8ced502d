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
 * has been called for a request on each. The server does not listen, so it does not keep the process alive.
 */
export async function serve(
  server: Server,
  sockets: readonly Socket[],
  signal: AbortSignal,
): Promise<[ServerResponse, ...ServerResponse[]]> {
  const responses: ServerResponse[] = [];
  server.on('request', (_request, response) => responses.push(response));
  for (const socket of sockets) {
    server.emit('connection', socket);
    socket.resume();
  }
  while (responses.length < sockets.length) await once(server, 'request', { signal });
  return responses as [ServerResponse, ...ServerResponse[]];
}

export function closeConnections(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy();
}
