import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../harness/scenario.ts';
import { byteSource } from './support/byte-source.ts';
import { slowSink } from './support/slow-sink.ts';

export default defineScenario({
  name: 'fitting-high-water-mark',
  title: 'A highWaterMark that holds some chunks',
  about: {
    does: "Honours 'drain' with a highWaterMark of four chunks and more.",
    matters: 'The producer fills the queue while the consumer works, and waits once for many chunks.',
    shows: 'One drain for highWaterMark / chunkSize chunks; beyond some chunks more buys nothing.',
  },
  tags: ['writable', 'highWaterMark', 'right'],
  pairedWith: 'tiny-high-water-mark',
  parameters: {
    highWaterMark: bytes([256 * KiB, 1 * MiB, 4 * MiB]),
    chunkSize: bytes([16 * KiB, 64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    holds: ({ parameters: { highWaterMark, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'a whole highWaterMark is waited for at once': (counters.sink?.drains ?? 0) <= volume / highWaterMark,
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
