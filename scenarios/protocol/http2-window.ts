import { once } from 'node:events';
import { connect } from 'node:http2';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';

/** Of each response: more than any window that the catalogue uses. */
const RESPONSE_BYTES = 4096 * KiB;

export default defineScenario({
  name: 'http2-window',
  title: 'How much an unread HTTP/2 response buffers',
  about: {
    what: 'Requests several responses in one HTTP/2 session, and reads none of them.',
    why: 'The window of a stream is what the server may send before the client reads. The client buffers all of it in the stream, whatever its highWaterMark: a larger initialWindowSize makes one download faster, and every unread response larger.',
    expect:
      'Each response buffers exactly initialWindowSize bytes, and none stalls another: Node returns the window of the session at once, so that all streams together are limited by their number alone.',
  },
  tags: ['http2', 'highWaterMark', 'backpressure'],
  parameters: {
    initialWindowSize: bytes([256 * KiB, 65_535]), // the default of HTTP/2 is 65,535
    responses: count([8]),
  },
  expect: {
    checks: ({ parameters: { initialWindowSize, responses }, counters, recorded }) => ({
      'each response buffers its window': recorded.minBufferedBytes === initialWindowSize,
      'and no more than that': recorded.maxBufferedBytes === initialWindowSize,
      'together they buffer that for each':
        counters.response?.peakBufferedBytes === responses * initialWindowSize,
    }),
  },
  setup: ({ startPeer, parameters: { initialWindowSize } }) => {
    const settings = { volume: RESPONSE_BYTES };
    const { port } = startPeer(new URL('../peers/fast-http2-server.ts', import.meta.url), settings);
    return connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize } });
  },
  async run({ parameters: { initialWindowSize, responses }, prepared: session, watch, record, signal }) {
    const streams = Array.from({ length: responses }, () =>
      watch('response', session.request({ ':path': '/' })),
    );
    await Promise.all(streams.map((stream) => once(stream, 'response', { signal })));
    while (streams.some(({ readableLength }) => readableLength < initialWindowSize))
      await turnLoop(undefined, { signal });
    await promisify(session.ping.bind(session))(); // what the server sent before its answer has arrived with it
    const buffered = streams.map(({ readableLength }) => readableLength);
    record('minBufferedBytes', Math.min(...buffered));
    record('maxBufferedBytes', Math.max(...buffered));
  },
  teardown: (session) => session.destroy(),
});
