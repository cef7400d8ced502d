import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'readable-from-generator',
  title: 'Turns a generator into a stream with Readable.from()',
  about: {
    what: 'Pipes a generator, wrapped by Readable.from(), into a slow sink.',
    why: 'The generator waits in its yield until there is room, so it is a correct source without a class. pipeline(generator, sink) is shorter where no Readable is needed. Readable.from() of a string or a Buffer does not iterate over it: it is a single chunk.',
    expect:
      'The source counts objects and its highWaterMark is 1: it buffers one chunk, at any volume. Of a synchronous generator, read() makes the next chunk before it takes that one, so there are two for a moment.',
  },
  tags: ['readable', 'generator', 'backpressure', 'right'],
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'nothing is pushed after false': counters.source?.pushesAfterFalse === 0,
      'a Buffer is a single chunk': recorded.chunksOfBuffer === 1,
      'the source buffers at most two chunks': (counters.source?.peakBufferedChunks ?? 3) <= 2,
      'the sink buffers less than highWaterMark and a chunk':
        (counters.sink?.peakBufferedBytes ?? 0) < highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    record('chunksOfBuffer', (await Readable.from(Buffer.alloc(parameters.chunkSize)).toArray()).length);
    const source = watch('source', Readable.from(byteSource({ allocation: 'alloc', ...parameters })));
    await pipeline(source, watch('sink', slowSink(parameters)), { signal });
  },
});
