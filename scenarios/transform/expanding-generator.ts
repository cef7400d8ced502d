import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'expanding-generator',
  title: 'An async generator that yields far more than it receives',
  about: {
    what: 'A generator in a pipeline yields many chunks for each one that it receives, each only after the previous one was taken.',
    why: 'A generator waits in its yield, so there is backpressure within one input, too. pipeline() takes the bare function; Duplex.from() makes a stream of it, which can be watched.',
    expect: 'The bytes buffered do not depend on the expansion.',
  },
  tags: ['transform', 'generator', 'highWaterMark', 'right'],
  pairedWith: 'expanding-transform',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    expansion: count([64, 8]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, expansion, volume }, counters }) => ({
      'all output is delivered': counters.sink?.bytesOut === expansion * Math.ceil(volume / expansion),
      'nothing is pushed after false': counters.transform?.pushesAfterFalse === 0,
      'it buffers at most two chunks, each no larger than what its source buffers':
        (counters.transform?.peakBufferedChunks ?? 0) <= 2 &&
        (counters.transform?.peakBufferedBytes ?? 0) <= 2 * (highWaterMark + chunkSize),
    }),
  },
  async run({ parameters, watch, signal }) {
    const { expansion, volume } = parameters;
    async function* expand(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        for (let made = 0; made < expansion; made += 1) yield Buffer.from(chunk);
      }
    }
    await pipeline(
      byteStream({ ...parameters, volume: Math.ceil(volume / expansion) }),
      watch('transform', Duplex.from(expand)),
      watch('sink', slowSink(parameters)),
      { signal },
    );
  },
});
