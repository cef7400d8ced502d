import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../harness/scenario.ts';
import { byteStream } from './support/byte-stream.ts';
import { countHeld } from './support/count-held.ts';

export default defineScenario({
  name: 'async-data-handler',
  title: "Gives 'data' an async handler, which nobody awaits",
  about: {
    does: "Handles each chunk in an async listener of 'data' that awaits something before it is done with it.",
    matters: 'An emitter ignores the promise of its listener, so the stream does not wait for it.',
    shows: 'All handlers run at once and hold the whole volume; the stream ends before one of them has.',
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
    metric: 'recorded.mostHeldBytes',
    holds: ({ parameters: { chunkSize, volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.source?.bytesOut === volume,
      'all handlers run at once': recorded.mostAtOnce === Math.ceil(volume / chunkSize),
      'together they hold the whole volume': recorded.mostHeldBytes === volume,
      'the stream ends before any of them': recorded.unfinishedAtEnd === recorded.mostAtOnce,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', byteStream(parameters));
    const held = countHeld(record);
    // the fault: the promise that this returns is dropped
    source.on('data', async (chunk: Buffer) => {
      held.take(chunk);
      await turnLoop();
      held.release(chunk);
    });
    await finished(source, { signal });
    record('unfinishedAtEnd', held.count());
    await turnLoop();
  },
});
