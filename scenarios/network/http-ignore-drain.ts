import { createServer } from 'node:http';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'http-ignore-drain',
  title: 'Writes an HTTP response without waiting for its client',
  about: {
    what: 'A request handler writes the whole response in one loop and ignores the return value of write().',
    why: 'The loop lets nothing out: HTTP joins what is written in one turn of the event loop. So each client, slow or fast, costs the server the whole size of its response.',
    expect: 'The response buffers the whole volume: not even the kernel gets a byte before the loop is over.',
  },
  tags: ['http', 'backpressure', 'wrong'],
  pairedWith: 'http-await-drain',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters }) => ({
      'all bytes are handed to the kernel': counters.response?.bytesOut === volume,
      // The headers are buffered, too.
      'the response buffers the whole volume': (counters.response?.peakBufferedBytes ?? 0) >= volume,
    }),
  },
  setup: ({ parameters: { highWaterMark }, startPeer }) =>
    acceptPeer({
      highWaterMark,
      startClient: (port) => startPeer(new URL('../peers/slow-http-client.ts', import.meta.url), { port }),
    }),
  async run({ parameters, prepared: connections, watch, signal }) {
    const { highWaterMark, volume } = parameters;
    const server = createServer({ highWaterMark }, (_request, response) => {
      watch('response', response).writeHead(200, { 'content-length': volume });
      for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
        response.write(chunk); // BUG: the return value is ignored
      }
      response.end();
    });
    const [response] = await serve(server, connections, signal);
    await finished(response, { signal });
  },
  teardown: closeConnections,
});
