import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { abortOnFailure } from '../support/abort-on-failure.ts';
import { batchSink } from '../support/batch-sink.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'cork-uncork',
  title: 'Corks for a batch of writes, then uncorks',
  about: {
    what: "Corks the stream, writes a batch, uncorks it, and waits for 'drain' if the batch has filled the queue.",
    why: 'A batch is written with one writev() call, and memory is still bounded. Only streams with writev gain, such as files and sockets; cork() of an HTTP response corks its socket. They join by themselves what is queued behind a write: without cork(), each batch would take two calls, one for its first chunk and one for the rest.',
    expect:
      'One call of the sink per batch, and at most highWaterMark and one batch are buffered. Code that does not know where its batch ends calls uncork() in process.nextTick().',
  },
  tags: ['writable', 'cork', 'right'],
  pairedWith: 'cork-without-uncork',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([4 * KiB]),
    batch: count([16]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, batch, volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'the sink is called once per batch': recorded.sinkCalls === Math.ceil(volume / chunkSize / batch),
      'at most highWaterMark and one batch are buffered':
        (counters.sink?.peakBufferedBytes ?? 0) <= highWaterMark + batch * chunkSize,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    let [written, sinkCalls] = [0, 0];
    const sink = watch('sink', batchSink({ ...parameters, onCall: () => record('sinkCalls', ++sinkCalls) }));
    const done = finished(sink, { signal });
    const failed = abortOnFailure(done);
    try {
      sink.cork();
      for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
        sink.write(chunk);
        written += 1;
        if (written % parameters.batch !== 0) continue;
        sink.uncork();
        // A destroyed stream needs no 'drain': that wait ends at once.
        if (sink.writableNeedDrain || sink.destroyed) await once(sink, 'drain', { signal: failed });
        sink.cork();
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
