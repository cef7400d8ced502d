import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'tcp-await-drain',
  title: 'Sends to a slow TCP client at its pace',
  about: {
    what: "A TCP server writes to a client that reads slowly, and waits for 'drain' when write() returns false.",
    why: 'A slow subscriber costs one highWaterMark, and the kernel’s buffers pass its pace on to the server.',
    expect: 'The socket buffers at most highWaterMark and one chunk, however much is sent.',
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
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      if (!socket.write(chunk)) await once(socket, 'drain', { signal });
    }
    socket.end();
    await finished(socket, { signal, readable: false });
  },
  teardown({ server, socket }) {
    socket.destroy();
    server.close();
  },
});
