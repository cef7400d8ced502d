import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'drain-if-needed',
  title: "Waits for 'drain' only while it is still to come",
  about: {
    what: "Writes until write() returns false, saves a checkpoint, and then asks writableNeedDrain whether there is still a 'drain' to wait for.",
    why: "What write() returned is true of that moment only. Between it and the wait, anything that is awaited may let 'drain' pass.",
    expect: 'Everything is delivered, and the queue never holds more than highWaterMark plus one chunk.',
  },
  tags: ['writable', 'backpressure', 'right'],
  pairedWith: 'late-drain-listener',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(16 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'nothing is written after false': counters.sink?.writesAfterFalse === 0,
      'the queue stays below highWaterMark + chunkSize':
        (counters.sink?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink(parameters));
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      const isFull = !sink.write(chunk);
      if (!isFull) continue;
      await turnLoop(10); // a checkpoint is saved, which takes longer than the queue lasts
      if (sink.writableNeedDrain) await once(sink, 'drain', { signal });
    }
    sink.end();
    await finished(sink, { signal });
  },
});
