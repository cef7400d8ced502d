import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { allocations } from '../support/buffer/allocate.ts';
import { byteSource } from '../support/byte-source.ts';
import { openSink, sinks } from '../support/open-sink.ts';

export default defineScenario({
  name: 'ignore-drain',
  title: 'Keeps writing after write() returned false',
  about: {
    what: 'Writes chunk after chunk in one loop and ignores the return value of write().',
    why: 'A consumer that calls back asynchronously gets no turn before the loop is over, however fast it is. Everything that the producer makes is queued, until memory runs out. (A socket first fills the buffer of the kernel.)',
    expect:
      'The queue grows to the whole volume, whatever the highWaterMark: one byte buffered per byte written.',
  },
  tags: ['writable', 'backpressure', 'wrong'],
  pairedWith: 'await-drain',
  parameters: {
    highWaterMark: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([16 * KiB]),
    allocation: allocations,
    volume: volume(256 * MiB),
    sink: sinks,
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { sink, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      // A socket hands its first bytes to the kernel immediately, so the stream never buffers them.
      ...(sink !== 'socket' && {
        'the stream buffers the whole volume': counters.sink?.peakBufferedBytes === volume,
      }),
    }),
  },
  setup: openSink,
  async run({ parameters, prepared, watch, signal }) {
    const sink = watch('sink', prepared);
    for (const chunk of byteSource(parameters)) sink.write(chunk); // BUG: the return value is ignored
    sink.end();
    await finished(sink, { signal, readable: false });
  },
});
