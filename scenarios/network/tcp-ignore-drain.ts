import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'tcp-ignore-drain',
  title: 'Sends to a slow TCP client without waiting for it',
  about: {
    what: 'A TCP server sends a chunk in each turn of the event loop to a client that reads slowly, and ignores the return value of write().',
    why: 'The socket can send in every turn, so a client that keeps up costs little. One that does not makes the server buffer what it has not read.',
    expect:
      'The socket buffers most of what is written, except what the kernel accepts and the client has read meanwhile.',
  },
  tags: ['tcp', 'backpressure', 'wrong'],
  pairedWith: 'tcp-await-drain',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { highWaterMark, volume }, counters }) => ({
      'all bytes are handed to the kernel': counters.socket?.bytesOut === volume,
      // The kernel accepts some MiB; how many depends on the system. On a machine so busy that 16 MiB are not written
      // before the client begins to read, it can be all of them.
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
      await turnLoop();
    }
    socket.end();
    await finished(socket, { signal, readable: false });
  },
  teardown({ server, socket }) {
    socket.destroy();
    server.close();
  },
});
