import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'fitting-high-water-mark',
  title: 'A highWaterMark that holds some chunks',
  about: {
    what: "Honours 'drain' with a highWaterMark of four chunks and more.",
    why: 'The producer fills the queue while the consumer works, and waits once for many chunks.',
    expect:
      'One drain for highWaterMark / chunkSize chunks. With --matrix, go down the rows of one chunkSize: throughput is above that of tiny-high-water-mark and soon stops rising, though peak buffered goes on.',
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
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters: { sink } }) => ({
      'all bytes are delivered': sink?.bytesOut === volume,
      'one drain for each time that the mark is reached':
        sink?.drains === Math.floor(volume / (Math.ceil(highWaterMark / chunkSize) * chunkSize)),
      'at most one chunk in four is waited for': (sink?.drains ?? volume) <= volume / chunkSize / 4,
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
