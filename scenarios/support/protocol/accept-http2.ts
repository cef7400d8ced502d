import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface AcceptedStream {
  readonly server: Http2Server;
  /** Of the first request, which has not been answered. */
  readonly stream: ServerHttp2Stream;
}

/** Starts a client in another process, and accepts its session and its first request. */
export async function acceptHttp2(startClient: (port: number) => void): Promise<AcceptedStream> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  startClient((server.address() as AddressInfo).port);
  const [stream] = (await once(server, 'stream')) as [ServerHttp2Stream];
  return { server, stream };
}

export function closeHttp2({ server, stream }: AcceptedStream): void {
  stream.session?.destroy();
  server.close();
}
