import { createServer, get } from 'node:http';
import { finished, pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';

/** The largest chunk that Node reads from a socket, and so the largest chunk of a response. */
const READ_BYTES = 64 * KiB;
/** Room for the headers of the response, and for the framing of its chunks. */
const FRAMING_BYTES = 1 * KiB;

export default defineScenario({
  name: 'http-proxy-pipe',
  title: 'Proxies a fast upstream to a slow client',
  about: {
    what: 'A proxy sends a request to an upstream server and forwards the status and the body of its response, the body with pipeline(). A real proxy forwards the headers as well, except those that are for one connection only, such as Connection and Transfer-Encoding.',
    why: 'The upstream is slowed down to the pace of the client, so the proxy never buffers the whole response. A client that disconnects ends the request to the upstream, and an upstream that fails ends the response: there is nobody else to clean up.',
    expect: 'The bytes buffered in the proxy do not depend on the size of the response.',
  },
  tags: ['http', 'pipeline', 'backpressure', 'right'],
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, volume }, counters }) => ({
      'all bytes are read from the upstream': counters.upstream?.bytesOut === volume,
      'all bytes are handed to the kernel': counters.response?.bytesOut === volume,
      'nothing is written after false': counters.response?.writesAfterFalse === 0,
      'the response buffers at most highWaterMark + one read and its framing':
        (counters.response?.peakBufferedBytes ?? 0) <= highWaterMark + READ_BYTES + FRAMING_BYTES,
    }),
  },
  async setup({ parameters: { highWaterMark, volume }, startPeer }) {
    const upstream = startPeer(new URL('../peers/fast-upstream.ts', import.meta.url), { volume });
    const connections = await acceptPeer({
      highWaterMark,
      startClient: (port) => startPeer(new URL('../peers/slow-http-client.ts', import.meta.url), { port }),
    });
    return { upstream, connections };
  },
  async run({ parameters: { highWaterMark }, prepared: { upstream, connections }, watch, signal }) {
    const server = createServer({ highWaterMark }, (_request, response) => {
      const request = get({ host: '127.0.0.1', port: upstream.port }, (upstreamResponse) => {
        response.statusCode = upstreamResponse.statusCode ?? 502;
        pipeline(watch('upstream', upstreamResponse), response, { signal }).catch(() => {});
      });
      request.on('error', (error) => response.destroy(error)); // a service answers 502 if nothing was sent yet
      watch('response', response).once('close', () => request.destroy());
    });
    const [response] = await serve(server, connections, signal);
    await finished(response, { signal });
  },
  teardown: ({ connections }) => closeConnections(connections),
});
