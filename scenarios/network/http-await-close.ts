import { once } from 'node:events';
import { createServer } from 'node:http';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'http-await-close',
  title: "Waits for 'drain' or 'close', and stops when the client has left",
  about: {
    what: "An HTTP handler writes until write() returns false, and waits for 'drain' until 'close' says that nobody listens any more.",
    why: 'The handler ends when its client does, and lets go of all that it holds. stream.pipeline() does the same for you.',
    expect: 'The client leaves early, the handler stops there, and nothing waits.',
  },
  tags: ['http', 'backpressure', 'right'],
  pairedWith: 'http-ignore-close',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { volume }, counters, recorded }) => ({
      'the handler stopped because the client had left': recorded.stoppedByClose === 1,
      'most was never written': (counters.response?.bytesIn ?? 0) < volume,
      'nothing is written after false': counters.response?.writesAfterFalse === 0,
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
    const server = createServer({ highWaterMark }, async (_request, response) => {
      watch('response', response);
      const closed = new AbortController();
      response.once('close', () => closed.abort());
      try {
        for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
          if (!response.write(chunk)) await once(response, 'drain', { signal: closed.signal });
        }
        response.end();
      } catch (error) {
        if (!closed.signal.aborted) throw error;
        record('stoppedByClose', 1);
      }
    });
    const [response] = await serve(server, connections, signal);
    await once(response, 'close', { signal });
    await turnLoop(); // so that the handler has stopped
  },
  teardown: closeConnections,
});
