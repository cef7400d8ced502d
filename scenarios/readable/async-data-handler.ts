import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countInFlight } from '../support/count-in-flight.ts';

export default defineScenario({
  name: 'async-data-handler',
  title: "Attaches an async 'data' handler that nothing awaits",
  about: {
    what: "Handles each chunk in an async 'data' listener, which awaits something before it finishes.",
    why: 'An EventEmitter ignores the promise that a listener returns, so the stream does not wait for it. If the listener throws, that is an unhandled rejection, which ends the process.',
    expect:
      'All handlers run concurrently and hold the whole volume; the stream ends before any of them finishes, because its source delivers everything in one turn of the event loop.',
  },
  tags: ['readable', 'async', 'backpressure', 'wrong'],
  pairedWith: 'for-await',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'recorded.maxInFlightBytes',
    checks: ({ parameters: { chunkSize, volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.source?.bytesOut === volume,
      'all handlers run concurrently': recorded.maxInFlight === Math.ceil(volume / chunkSize),
      'together they hold the whole volume': recorded.maxInFlightBytes === volume,
      'the stream ends before any of them finishes': recorded.unfinishedAtEnd === recorded.maxInFlight,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', byteStream(parameters));
    const inFlight = countInFlight(record);
    // BUG: nothing awaits the promise that this handler returns
    source.on('data', async (chunk: Buffer) => {
      inFlight.add(chunk);
      await turnLoop();
      inFlight.remove(chunk);
    });
    await finished(source, { signal });
    record('unfinishedAtEnd', inFlight.count());
    await turnLoop();
  },
});
