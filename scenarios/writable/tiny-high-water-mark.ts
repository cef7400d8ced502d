import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { batchSink } from '../support/batch-sink.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'tiny-high-water-mark',
  title: 'A highWaterMark no larger than one chunk',
  about: {
    what: "Waits for 'drain' with a highWaterMark that a single chunk fills.",
    why: 'Each chunk costs an event and a promise, and a sink that can write many chunks in one call, as files and sockets can, never gets more than one.',
    expect:
      "One 'drain' and one call of the sink per chunk. To find where throughput stops rising, run the pair with --scenario '*-high-water-mark' --matrix: here throughput is about the same in all rows of one chunkSize, there it is higher.",
  },
  tags: ['writable', 'highWaterMark', 'wrong'],
  pairedWith: 'fitting-high-water-mark',
  parameters: {
    chunkSize: bytes([16 * KiB, 64 * KiB]),
    highWaterMark: bytes([1 * KiB, 4 * KiB, 16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { chunkSize, volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      "'drain' fires once per chunk": counters.sink?.drains === volume / chunkSize,
      'the sink is called once per chunk': recorded.sinkCalls === volume / chunkSize,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    let sinkCalls = 0;
    // BUG: one chunk fills the queue
    const sink = watch('sink', batchSink({ ...parameters, onCall: () => record('sinkCalls', ++sinkCalls) }));
    await pipeline(byteSource({ allocation: 'shared', ...parameters }), sink, { signal });
  },
});
