import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { abortOnFailure } from '../support/abort-on-failure.ts';
import { allocations } from '../support/buffer/allocate.ts';
import { byteSource } from '../support/byte-source.ts';
import { openSink, sinks } from '../support/open-sink.ts';

export default defineScenario({
  name: 'await-drain',
  title: "Waits for 'drain' when write() returns false",
  about: {
    what: "Writes until write() returns false, then waits for 'drain' before it writes more.",
    why: "The producer runs at the pace of its consumer, so memory does not depend on how much is sent. This shows the mechanism: in a program, write pipeline(), as drain-by-pipeline does. A bare once(sink, 'drain') waits forever for a sink that was destroyed without an error, or before the wait, and an 'error' between two waits ends the process.",
    expect: 'Less than highWaterMark plus one chunk is buffered, at any volume.',
  },
  tags: ['writable', 'backpressure', 'right'],
  pairedWith: 'ignore-drain',
  parameters: {
    highWaterMark: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([16 * KiB]),
    allocation: allocations,
    volume: volume(256 * MiB),
    sink: sinks,
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
  setup: openSink,
  async run({ parameters, prepared, watch, signal }) {
    const sink = watch('sink', prepared);
    const done = finished(sink, { signal, readable: false }); // from the start: it hears every 'error'
    const failed = abortOnFailure(done);
    try {
      for (const chunk of byteSource(parameters)) {
        if (!sink.write(chunk)) await once(sink, 'drain', { signal: failed });
      }
      sink.end();
      await done;
    } catch (error) {
      failed.throwIfAborted(); // with the error of the sink, which an AbortError only has as its cause
      throw error;
    } finally {
      sink.destroy(); // if the source has failed, too
    }
  },
});
