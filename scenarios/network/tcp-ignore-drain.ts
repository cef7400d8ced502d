import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'tcp-ignore-drain',
  title: 'Sends to a TCP client without waiting for it',
  about: {
    what: 'A TCP server writes everything it has in one loop, and ignores the return value of write().',
    why: 'The kernel accepts what its buffers have room for. After that the loop queues everything, because the socket sends nothing more before the loop gives way: each client, slow or fast, costs the whole volume, and a slow one for long.',
    expect:
      'The socket buffers nearly everything that was written, except what the kernel accepted immediately, which no figure of the process shows.',
  },
  tags: ['tcp', 'backpressure', 'wrong'],
  pairedWith: 'tcp-await-drain',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { highWaterMark, volume }, counters }) => ({
      'all bytes are handed to the kernel': counters.socket?.bytesOut === volume,
      // The kernel accepts some MiB immediately; how many depends on the system. On a machine so busy that 16 MiB are
      // not written before the client begins to read, it can be all of them.
      'the socket buffers many times its highWaterMark':
        volume <= 16 * MiB || (counters.socket?.peakBufferedBytes ?? 0) > 16 * highWaterMark,
    }),
  },
  async setup({ parameters: { highWaterMark }, startPeer }) {
    const server = createServer({ highWaterMark }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    startPeer(new URL('../peers/slow-tcp-client.ts', import.meta.url), { port });
    const [socket] = (await once(server, 'connection')) as [Socket];
    return { server, socket };
  },
  async run({ parameters, prepared, watch, signal }) {
    const socket = watch('socket', prepared.socket);
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      socket.write(chunk); // BUG: the return value is ignored
    }
    socket.end();
    await finished(socket, { signal, readable: false });
  },
  teardown({ server, socket }) {
    socket.destroy();
    server.close();
  },
});
