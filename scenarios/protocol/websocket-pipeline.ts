import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { acceptWebSocket } from '../support/protocol/accept-websocket.ts';

/** Room for the headers of WebSocket frames. */
const FRAMING_BYTES = 1 * KiB;

export default defineScenario({
  name: 'websocket-pipeline',
  title: 'Sends to a slow WebSocket at its pace',
  about: {
    what: 'Makes a Duplex of the WebSocket with createWebSocketStream() of ws, and sends the messages with pipeline().',
    why: 'The Duplex calls send() for one message at a time and waits for its callback, so write() returns false as on any stream. Without it, wait for the callback of send(); with the global WebSocket, check bufferedAmount before each send().',
    expect: 'The Duplex buffers at most its highWaterMark and one message, and the WebSocket one message.',
  },
  tags: ['websocket', 'pipeline', 'backpressure', 'right'],
  pairedWith: 'websocket-ignore-buffered',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    messageSize: bytes([64 * KiB]),
    sentSize: bytes([32 * MiB]),
  },
  expect: {
    checks: ({ parameters: { highWaterMark, messageSize, sentSize }, counters: { stream, websocket } }) => ({
      'every message is sent': stream?.bytesOut === sentSize,
      'the Duplex buffers at most highWaterMark and a message':
        (stream?.peakBufferedBytes ?? sentSize) <= highWaterMark + messageSize,
      'the WebSocket buffers at most one message':
        (websocket?.peakBufferedBytes ?? sentSize) <= messageSize + FRAMING_BYTES,
    }),
  },
  async setup({ startPeer }) {
    const { createWebSocketStream } = await import('ws');
    const socket = await acceptWebSocket((port) =>
      startPeer(new URL('../peers/slow-websocket-client.ts', import.meta.url), { port }),
    );
    return { socket, createWebSocketStream };
  },
  async run({ parameters: { highWaterMark, messageSize, sentSize }, prepared, watch, signal }) {
    const { socket, createWebSocketStream } = prepared;
    const stream = watch('stream', createWebSocketStream(socket, { highWaterMark }));
    watch('websocket', socket, { buffered: () => socket.bufferedAmount });
    socket.once('close', () => stream.destroy()); // else a client that is gone at the end is waited for, for ever
    stream.resume(); // an unread message would hold up the answer to close()
    const messages = Readable.from(
      byteSource({ allocation: 'alloc', chunkSize: messageSize, volume: sentSize }),
    );
    await pipeline(messages, stream, { signal });
  },
  teardown: ({ socket }) => socket.terminate(),
});
