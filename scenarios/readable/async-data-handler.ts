import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countHeld } from '../support/count-buffered.ts';

export default defineScenario({
  name: 'async-data-handler',
  title: "Gives 'data' an async handler, which nobody awaits",
  about: {
    what: "Handles each chunk in an async listener of 'data' that awaits something before it is done with it.",
    why: 'An emitter ignores the promise of its listener, so the stream does not wait for it.',
    expect: 'All handlers run at once and hold the whole volume; the stream ends before one of them has.',
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
    metric: 'recorded.maxHeldBytes',
    checks: ({ parameters: { chunkSize, volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.source?.bytesOut === volume,
      'all handlers run at once': recorded.maxAtOnce === Math.ceil(volume / chunkSize),
      'together they hold the whole volume': recorded.maxHeldBytes === volume,
      'the stream ends before any of them': recorded.unfinishedAtEnd === recorded.maxAtOnce,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', byteStream(parameters));
    const buffered = countHeld(record);
    // BUG: nothing awaits the promise that this handler returns
    source.on('data', async (chunk: Buffer) => {
      buffered.take(chunk);
      await turnLoop();
      buffered.release(chunk);
    });
    await finished(source, { signal });
    record('unfinishedAtEnd', buffered.count());
    await turnLoop();
  },
});
