import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { acceptHttp2, closeHttp2 } from '../support/protocol/accept-http2.ts';

/** So many that all are written before the client begins to read, on a busy machine too. */
const BURST_CHUNKS = 16;

export default defineScenario({
  name: 'http2-ignore-drain',
  title: 'Responds over HTTP/2 without waiting for the window of the client',
  about: {
    what: 'Writes a response to a stream of an HTTP/2 session whose client reads slowly, and ignores the return value of write().',
    why: 'The client opens a window of 65,535 bytes for each stream, by default. When that is full nothing leaves the server, whatever the kernel would accept. What is queued also counts towards maxSessionMemory, 10 MB by default: beyond it, the session refuses every new stream with ENHANCE_YOUR_CALM.',
    expect: 'The stream buffers the whole response but for the window of the client.',
  },
  tags: ['http2', 'backpressure', 'wrong'],
  pairedWith: 'http2-pipeline',
  parameters: {
    chunkSize: bytes([16 * KiB]),
    responseSize: bytes([8 * MiB]),
  },
  expect: {
    checks: ({ parameters: { responseSize }, counters: { stream } }) => ({
      'all bytes are sent': stream?.bytesOut === responseSize,
      'most of it is buffered first': (stream?.peakBufferedBytes ?? 0) > responseSize / 2,
    }),
  },
  setup: ({ startPeer }) =>
    acceptHttp2((port) => startPeer(new URL('../peers/slow-http2-client.ts', import.meta.url), { port })),
  async run({ parameters: { chunkSize, responseSize }, prepared, watch, signal }) {
    const stream = watch('stream', prepared.stream);
    stream.respond({ ':status': 200 });
    let written = 0;
    for (const chunk of byteSource({ allocation: 'alloc', chunkSize, volume: responseSize })) {
      stream.write(chunk); // BUG: the return value is ignored
      written += 1;
      if (written % BURST_CHUNKS === 0) await turnLoop(undefined, { signal });
    }
    stream.end();
    await finished(stream, { signal });
  },
  teardown: closeHttp2,
});
