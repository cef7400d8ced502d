import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { abortOnFailure } from '../support/abort-on-failure.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'drain-if-needed',
  title: "Waits for 'drain' only if it has not fired yet",
  about: {
    what: "Writes until write() returns false, saves a checkpoint, and then checks writableNeedDrain before it waits for 'drain'.",
    why: "The return value of write() describes that moment only. If anything is awaited in between, 'drain' may fire before the code waits for it. On a destroyed stream write() returns false and writableNeedDrain is false, too: a loop that looks at nothing else drops all of its data without an error. Up to highWaterMark and a chunk of what the checkpoint covers may not be written yet: count what the sink has called back for. checkpoint-by-pipeline shows what to write instead.",
    expect: 'Everything is delivered, and less than highWaterMark plus one chunk is buffered.',
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
      'the stream buffers less than highWaterMark + chunkSize':
        (counters.sink?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink(parameters));
    const done = finished(sink, { signal });
    const failed = abortOnFailure(done);
    try {
      for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
        const isFull = !sink.write(chunk);
        if (!isFull) continue;
        await turnLoop(10); // saving a checkpoint takes longer than draining the queue
        // A destroyed stream needs no 'drain': that wait ends at once.
        if (sink.writableNeedDrain || sink.destroyed) await once(sink, 'drain', { signal: failed });
      }
      sink.end();
      await done;
    } catch (error) {
      failed.throwIfAborted(); // with the error of the sink, which an AbortError only has as its cause
      throw error;
    } finally {
      sink.destroy();
    }
  },
});
