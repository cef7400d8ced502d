import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'tcp-await-drain',
  title: 'Sends to a slow TCP client at its pace',
  about: {
    what: "A TCP server sends to a client that reads slowly with pipeline(), which waits for 'drain' when write() returns false.",
    why: 'A slow subscriber costs one highWaterMark, and TCP passes its pace on to the server.',
    expect:
      'The socket buffers at most highWaterMark and one chunk, however much is sent. The kernel buffers some MiB more on each side of a connection, which no figure of the process shows.',
  },
  tags: ['tcp', 'backpressure', 'right'],
  pairedWith: 'tcp-ignore-drain',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are handed to the kernel': counters.socket?.bytesOut === volume,
      'nothing is written after false': counters.socket?.writesAfterFalse === 0,
      'the socket buffers less than highWaterMark + chunkSize':
        (counters.socket?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
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
    await pipeline(byteSource({ allocation: 'alloc', ...parameters }), socket, { signal });
  },
  teardown({ server, socket }) {
    socket.destroy();
    server.close();
  },
});
