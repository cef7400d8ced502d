import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { batchSink } from '../support/batch-sink.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'fitting-high-water-mark',
  title: 'A highWaterMark of several chunks',
  about: {
    what: "Waits for 'drain' with a highWaterMark of four chunks or more.",
    why: 'The producer fills the queue while the consumer works, and waits once per several chunks; a sink with writev then writes them in one call.',
    expect:
      "One 'drain' per highWaterMark / chunkSize chunks, and two calls of the sink: the first chunk is written alone, because it finds the sink idle. With --matrix, compare the rows of one chunkSize: throughput is higher than in tiny-high-water-mark and soon stops rising, while peak buffered keeps growing.",
  },
  tags: ['writable', 'highWaterMark', 'right'],
  pairedWith: 'tiny-high-water-mark',
  parameters: {
    chunkSize: bytes([16 * KiB, 64 * KiB]),
    highWaterMark: bytes([256 * KiB, 1 * MiB, 4 * MiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters: { sink }, recorded }) => ({
      'all bytes are delivered': sink?.bytesOut === volume,
      "'drain' fires once each time that highWaterMark is reached":
        sink?.drains === Math.floor(volume / (Math.ceil(highWaterMark / chunkSize) * chunkSize)),
      'the sink is called at most twice each time':
        (recorded.sinkCalls ?? volume) <=
        2 * Math.ceil(volume / (Math.ceil(highWaterMark / chunkSize) * chunkSize)),
      "'drain' fires for at most one chunk in four": (sink?.drains ?? volume) <= volume / chunkSize / 4,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    let sinkCalls = 0;
    const sink = watch('sink', batchSink({ ...parameters, onCall: () => record('sinkCalls', ++sinkCalls) }));
    await pipeline(byteSource({ allocation: 'shared', ...parameters }), sink, { signal });
  },
});
