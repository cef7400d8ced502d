import { once } from 'node:events';
import { createServer } from 'node:http';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'http-await-close',
  title: "Waits for 'drain' or 'close', and stops when the client disconnects",
  about: {
    what: "An HTTP handler writes until write() returns false, then waits for 'drain', or for the 'close' of a client that disconnects.",
    why: "The handler ends with its client and releases everything it holds. Add the 'close' listener first, or check response.destroyed: after 'close' it never fires again. pipeline() does the same for you: http-await-drain shows what to write instead.",
    expect: 'The client disconnects early, the handler stops there, and nothing keeps waiting.',
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
      'the handler stops because the client disconnected': recorded.stoppedByClose === 1,
      'the volume is not written to its end': (counters.response?.bytesIn ?? 0) < volume,
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
        // Nobody awaits this handler, so an error that it threw would end the process.
        if (closed.signal.aborted) record('stoppedByClose', 1);
        else response.destroy(error as Error);
      }
    });
    const [response] = await serve(server, connections, signal);
    await once(response, 'close', { signal });
    await turnLoop(); // so that the handler has stopped
    if (response.errored !== null) throw response.errored;
  },
  teardown: closeConnections,
});
