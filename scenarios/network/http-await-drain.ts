import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';
import { byteSource } from '../support/byte-source.ts';

/** Room for the status line and the headers, which are buffered with the first chunks. */
const HEADER_BYTES = 1 * KiB;

export default defineScenario({
  name: 'http-await-drain',
  title: 'Responds to a slow HTTP client at its pace',
  about: {
    what: "A request handler sends with pipeline(), which waits for 'drain' when write() on the response returns false.",
    why: 'A slow client costs one highWaterMark, whatever the size of the response; one that disconnects ends the pipeline. Readable.from() is there because pipeline() never settles if it is given a bare generator and a response that was destroyed in the same turn of the event loop.',
    expect:
      'The response buffers at most highWaterMark, one chunk and its headers. The kernel buffers some MiB more on each side of a connection, which no figure of the process shows.',
  },
  tags: ['http', 'backpressure', 'right'],
  pairedWith: 'http-ignore-drain',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are handed to the kernel': counters.response?.bytesOut === volume,
      'nothing is written after false': counters.response?.writesAfterFalse === 0,
      'the response buffers at most highWaterMark + chunkSize and its headers':
        (counters.response?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize + HEADER_BYTES,
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
      const answer = pipeline(Readable.from(byteSource({ allocation: 'alloc', ...parameters })), response, {
        signal,
      });
      answer.catch(() => {}); // the response is destroyed then; a service logs the reason here
    });
    const [response] = await serve(server, connections, signal);
    await finished(response, { signal });
  },
  teardown: closeConnections,
});
