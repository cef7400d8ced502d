import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';

/** Starts a client in another process and accepts its WebSocket. The server accepts no other. */
export async function acceptWebSocket(startClient: (port: number) => void): Promise<WebSocket> {
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  startClient((server.address() as AddressInfo).port);
  const [socket] = (await once(server, 'connection')) as [WebSocket];
  server.close();
  return socket;
}
