import { createServer } from 'node:http';
import { finished, pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';

/** The largest chunk that Node reads from a socket, and so the largest chunk of a request. */
const READ_BYTES = 64 * KiB;
/** Room for the headers of the response, and for the framing of its chunks. */
const FRAMING_BYTES = 1 * KiB;

export default defineScenario({
  name: 'http-echo-pipe',
  title: 'Echoes an upload to a client that reads slowly',
  about: {
    what: 'A request handler connects the request to its response with pipeline(); the client uploads fast and reads slowly.',
    why: 'pipeline() pauses the upload while the response is full, and TCP passes that on to the client. If either side is gone, it destroys the other; pipe() would not.',
    expect: 'The bytes buffered on both sides do not depend on the size of the upload.',
  },
  tags: ['http', 'pipeline', 'backpressure', 'right'],
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, volume }, counters }) => ({
      'all bytes are read from the request': counters.request?.bytesOut === volume,
      'all bytes are handed to the kernel': counters.response?.bytesOut === volume,
      'nothing is written after false': counters.response?.writesAfterFalse === 0,
      'the response buffers at most highWaterMark + one read and its framing':
        (counters.response?.peakBufferedBytes ?? 0) <= highWaterMark + READ_BYTES + FRAMING_BYTES,
    }),
  },
  setup: ({ parameters: { highWaterMark, volume }, startPeer }) =>
    acceptPeer({
      highWaterMark,
      startClient: (port) =>
        startPeer(new URL('../peers/uploading-client.ts', import.meta.url), { port, volume }),
    }),
  async run({ parameters: { highWaterMark }, prepared: connections, watch, signal }) {
    const server = createServer({ highWaterMark }, (request, response) => {
      const echo = pipeline(watch('request', request), watch('response', response), { signal });
      echo.catch(() => {}); // the response is destroyed then; a service logs the reason here
    });
    const [response] = await serve(server, connections, signal);
    await finished(response, { signal });
  },
  teardown: closeConnections,
});
