import { once } from 'node:events';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { type Accepted, acceptPeer, closeServer, stopAccepting } from '../support/accept-peer.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'http-ignore-close',
  title: "Waits for 'drain' of a client that has left",
  about: {
    what: "An HTTP handler writes until write() returns false and waits for 'drain'. The client leaves: the response says 'close', never 'drain', and never 'error'.",
    why: 'Each client that leaves at the wrong moment leaves a handler that waits for ever, with all that it holds: files, database cursors, buffers.',
    expect:
      'The response is closed and the run still waits. Here nothing else is left to do and the process ends; in a service it stays.',
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
      "nobody is told 'drain' after that": recorded.drainsAfterClose === 0,
      'the handler still has something to write': (counters.response?.bytesIn ?? 0) < volume,
    }),
  },
  async setup({ parameters, startPeer }): Promise<Accepted> {
    const startClient = (port: number) =>
      startPeer(new URL('../peers/leaving-clients.ts', import.meta.url), { port, clients: 1 });
    const accepted = await acceptPeer({ ...parameters, startClient });
    stopAccepting(accepted);
    return accepted;
  },
  async run({ parameters, prepared, watch, record, signal }) {
    const response = watch('response', prepared.response);
    record('drainsAfterClose', 0);
    response.on('close', () => {
      record('isClosed', 1);
      response.on('drain', () => record('drainsAfterClose', 1));
    });
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      if (!response.write(chunk)) await once(response, 'drain', { signal }); // BUG: 'close' may fire instead
    }
    response.end();
  },
  teardown: closeServer,
});
