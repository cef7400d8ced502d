import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A server in the measured process, and the requests of a peer that wait for an answer. */
export interface Accepted extends Exchange {
  readonly server: Server;
  readonly exchanges: readonly Exchange[];
}

interface AcceptOptions {
  /** Of each connection, and so of each response. */
  readonly highWaterMark: number;
  readonly requests?: number;
  /** Starts the client, which is told the port. */
  readonly startClient: (port: number) => void;
}

/** Listens, starts a client, and waits until all its requests have come. Nothing is answered yet. */
export async function acceptPeer({
  highWaterMark,
  requests = 1,
  startClient,
}: AcceptOptions): Promise<Accepted> {
  const exchanges: Exchange[] = [];
  const server = createServer({ highWaterMark }, (request, response) =>
    exchanges.push({ request, response }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  startClient((server.address() as AddressInfo).port);
  while (exchanges.length < requests) await once(server, 'request');
  const [first] = exchanges;
  if (first === undefined) throw new RangeError(`${requests} requests to wait for`);
  return { server, exchanges, ...first };
}

export function closeServer({ server }: Pick<Accepted, 'server'>): void {
  stopAccepting({ server });
  server.closeAllConnections();
}

/** What has been accepted goes on. */
export function stopAccepting({ server }: Pick<Accepted, 'server'>): void {
  server.close();
}
