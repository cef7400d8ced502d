import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { slowSink } from '../support/slow-sink.ts';
import { arrivingBytes } from '../support/streams/arriving-bytes.ts';

export default defineScenario({
  name: 'copy-pipeline',
  title: 'Copies a stream with pipeline()',
  about: {
    what: 'Passes the source, an async generator, and a sink that takes four times as long to pipeline().',
    why: "pipeline() waits for 'drain' before it takes the next chunk. If either side fails, or the signal aborts, it destroys the sink. A generator is ended only when its current await is over, and pipeline() may not settle before that: give every wait in it the signal that pipeline() passes, and a timeout, because a sink that is destroyed without an error does not abort it.",
    expect: 'Less than highWaterMark plus one chunk is buffered, at any volume.',
  },
  tags: ['writable', 'pipeline', 'backpressure', 'right'],
  pairedWith: 'copy-for-await',
  parameters: {
    highWaterMark: bytes([256 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(32 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'nothing is written after false': counters.sink?.writesAfterFalse === 0,
      'the sink buffers less than highWaterMark + chunkSize':
        (counters.sink?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink({ ...parameters, turnsPerChunk: 4 }));
    const source = ({ signal }: { signal?: AbortSignal } = {}) => arrivingBytes({ ...parameters, signal });
    await pipeline(source, sink, { signal });
  },
});
