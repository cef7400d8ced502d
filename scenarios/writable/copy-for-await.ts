import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { slowSink } from '../support/slow-sink.ts';
import { arrivingBytes } from '../support/streams/arriving-bytes.ts';

export default defineScenario({
  name: 'copy-for-await',
  title: 'Copies a stream with for await and write()',
  about: {
    what: 'Reads the source with for await, and writes each chunk to a sink that takes four times as long as the source.',
    why: 'for await makes the source wait for the body of the loop, but write() returns immediately, so nothing makes the source wait for the sink.',
    expect:
      'Each chunk that arrives while the sink is busy is queued: three quarters of the volume, at any volume. An error of the sink would end the process, because nothing listens for it.',
  },
  tags: ['writable', 'async', 'backpressure', 'wrong'],
  pairedWith: 'copy-pipeline',
  parameters: {
    highWaterMark: bytes([256 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(32 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'more than half of the volume is queued': (counters.sink?.peakBufferedBytes ?? 0) > volume / 2,
      'the loop keeps writing after false': (counters.sink?.writesAfterFalse ?? 0) > 0,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink({ ...parameters, turnsPerChunk: 4 }));
    for await (const chunk of arrivingBytes(parameters)) sink.write(chunk); // BUG: the return value is ignored
    sink.end();
    await finished(sink, { signal });
  },
});
