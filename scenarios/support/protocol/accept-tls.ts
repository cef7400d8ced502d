import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { createServer, type TLSSocket } from 'node:tls';
import { SHARED_KEY, tlsOptions } from './tls-options.ts';

/** Starts a client in another process and accepts its encrypted connection. The server accepts no other. */
export async function acceptTls(startClient: (port: number) => void): Promise<TLSSocket> {
  const server = createServer({ ...tlsOptions, pskCallback: () => SHARED_KEY });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  startClient((server.address() as AddressInfo).port);
  const [socket] = (await once(server, 'secureConnection')) as [TLSSocket];
  server.close();
  return socket;
}

/**
 * The most encrypted bytes that are queued at once until the socket has finished or is destroyed. They are in native
 * memory, and nothing documented says how many they are.
 */
export async function peakCiphertext(socket: TLSSocket): Promise<number> {
  let peak = 0;
  while (!socket.writableFinished && !socket.destroyed) {
    peak = Math.max(peak, queuedCiphertext(socket));
    await turnLoop();
  }
  return peak;
}

/** What libuv has been given and the kernel has not accepted yet. */
function queuedCiphertext(socket: TLSSocket): number {
  const { _handle: handle } = socket as TLSSocket & {
    readonly _handle?: { readonly writeQueueSize: number } | null;
  };
  return handle?.writeQueueSize ?? 0;
}
