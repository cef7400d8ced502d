import { once } from 'node:events';
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

interface Exchange {
  /** The two sides of one request: the client has sent its header, the handler of the server has been called. */
  readonly clientRequest: ClientRequest;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Ends the client and the server. */
  close(): void;
}

/** Sends a POST request to an HTTP server in this process. */
export async function openExchange(signal: AbortSignal): Promise<Exchange> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening', { signal });
  const { port } = server.address() as AddressInfo;
  const clientRequest = request({ port, host: '127.0.0.1', method: 'POST', agent: false });
  clientRequest.on('error', () => {}); // it is aborted at the end
  clientRequest.flushHeaders();
  const [req, res] = (await once(server, 'request', { signal })) as [IncomingMessage, ServerResponse];
  return {
    clientRequest,
    req,
    res,
    close() {
      clientRequest.destroy();
      server.close();
    },
  };
}
