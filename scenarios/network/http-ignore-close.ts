import { once } from 'node:events';
import { createServer } from 'node:http';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'http-ignore-close',
  title: "Waits for 'drain' after the client has disconnected",
  about: {
    what: "An HTTP handler writes until write() returns false and waits for 'drain'. The client disconnects: the response emits 'close', but neither 'drain' nor 'error'.",
    why: 'Each client that disconnects at the wrong moment leaks a handler that waits forever, with everything it holds: files, database cursors, buffers.',
    expect:
      'The response is closed and the handler still waits. Here the process exits, because nothing else is left to do; in a service the handler stays.',
  },
  tags: ['http', 'backpressure', 'wrong'],
  pairedWith: 'http-await-close',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    outcome: 'crashed',
    checks: ({ parameters: { volume }, counters, recorded }) => ({
      'the response is closed': recorded.isClosed === 1,
      "'drain' does not fire after that": recorded.drainsAfterClose === 0,
      'the handler has not written everything': (counters.response?.bytesIn ?? 0) < volume,
    }),
  },
  setup: ({ parameters: { highWaterMark }, startPeer }) =>
    acceptPeer({
      highWaterMark,
      startClient: (port) =>
        startPeer(new URL('../peers/leaving-clients.ts', import.meta.url), { port, clients: 1 }),
    }),
  async run({ parameters, prepared: connections, watch, record, signal }) {
    const { highWaterMark } = parameters;
    record('drainsAfterClose', 0);
    const server = createServer({ highWaterMark }, async (_request, response) => {
      watch('response', response);
      response.on('close', () => {
        record('isClosed', 1);
        response.on('drain', () => record('drainsAfterClose', 1));
      });
      for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
        if (!response.write(chunk)) await once(response, 'drain'); // BUG: 'close' may fire instead
      }
      response.end();
    });
    const [response] = await serve(server, connections, signal);
    await once(response, 'finish', { signal });
  },
  teardown: closeConnections,
});
