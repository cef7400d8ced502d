import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { acceptHttp2, closeHttp2 } from '../support/protocol/accept-http2.ts';

export default defineScenario({
  name: 'http2-pipeline',
  title: 'Responds over HTTP/2 at the pace of the client',
  about: {
    what: 'Writes the same response with pipeline() to a stream of an HTTP/2 session whose client reads slowly.',
    why: "The flow control of HTTP/2 is per stream, and reaches write(): 'drain' fires when the client has opened its window. So a slow stream costs one highWaterMark.",
    expect:
      'The stream buffers at most its highWaterMark, which is 16 KiB on Node 20 and 64 KiB from Node 22 on (on Windows still 16 KiB), and one chunk.',
  },
  tags: ['http2', 'pipeline', 'backpressure', 'right'],
  pairedWith: 'http2-ignore-drain',
  parameters: {
    chunkSize: bytes([16 * KiB]),
    responseSize: bytes([8 * MiB]),
  },
  expect: {
    checks: ({ parameters: { chunkSize, responseSize }, counters: { stream }, recorded }) => ({
      'all bytes are sent': stream?.bytesOut === responseSize,
      'nothing is written after false': stream?.writesAfterFalse === 0,
      'the stream buffers less than highWaterMark + chunkSize':
        (stream?.peakBufferedBytes ?? responseSize) < (recorded.highWaterMark ?? 0) + chunkSize,
    }),
  },
  setup: ({ startPeer }) =>
    acceptHttp2((port) => startPeer(new URL('../peers/slow-http2-client.ts', import.meta.url), { port })),
  async run({ parameters: { chunkSize, responseSize }, prepared: { stream }, watch, record, signal }) {
    record('highWaterMark', stream.writableHighWaterMark);
    stream.on('error', () => {}); // pipeline() reports it, unless the stream has failed before
    stream.respond({ ':status': 200 });
    const chunks = Readable.from(byteSource({ allocation: 'alloc', chunkSize, volume: responseSize }));
    await pipeline(chunks, watch('stream', stream), { signal });
  },
  teardown: closeHttp2,
});
