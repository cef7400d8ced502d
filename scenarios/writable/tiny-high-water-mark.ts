import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'tiny-high-water-mark',
  title: 'A highWaterMark no larger than one chunk',
  about: {
    what: "Waits for 'drain' with a highWaterMark that a single chunk fills.",
    why: 'The producer waits after every chunk, and each wait costs a round trip through the event loop.',
    expect:
      "One 'drain' per chunk. To find where throughput stops rising, run the pair with --scenario '*-high-water-mark' --matrix: here throughput is about the same in all rows of one chunkSize, there it is higher.",
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
    checks: ({ parameters: { chunkSize, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      "'drain' fires once per chunk": counters.sink?.drains === volume / chunkSize,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink(parameters));
    for (const chunk of byteSource({ allocation: 'shared', ...parameters })) {
      if (!sink.write(chunk)) await once(sink, 'drain', { signal });
    }
    sink.end();
    await finished(sink, { signal });
  },
});
