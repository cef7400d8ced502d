import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { allocations } from '../support/buffer/allocate.ts';
import { byteSource } from '../support/byte-source.ts';
import { openSink, sinks } from '../support/open-sink.ts';

export default defineScenario({
  name: 'drain-by-pipeline',
  title: 'Leaves the writing to pipeline()',
  about: {
    what: 'Gives pipeline() the generator that makes the chunks, and the sink.',
    why: "pipeline() waits for 'drain' as await-drain does. It also rejects if the source fails, the sink fails or is destroyed, or the signal is aborted, and destroys both sides then.",
    expect: 'Less than highWaterMark plus one chunk is buffered, at any volume.',
  },
  tags: ['writable', 'pipeline', 'backpressure', 'right'],
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
    await pipeline(byteSource(parameters), watch('sink', prepared), { signal });
  },
  teardown: (sink) => void sink.destroy(),
});
