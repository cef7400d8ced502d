import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'expanding-generator',
  title: 'A generator that gives many times what it was given',
  about: {
    what: 'Yields many chunks for each one that comes in, each when the one before it was taken.',
    why: 'A generator waits in its yield: there is backpressure within one input, too.',
    expect: 'What is held does not depend on the expansion.',
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
      'all that it made is delivered': counters.sink?.bytesOut === expansion * Math.ceil(volume / expansion),
      'nothing is pushed after false': counters.transform?.pushesAfterFalse === 0,
      'it holds at most two chunks, each no more than its source buffers':
        (counters.transform?.peakBufferedChunks ?? 0) <= 2 &&
        (counters.transform?.peakBufferedBytes ?? 0) <= 2 * (highWaterMark + chunkSize),
    }),
  },
  async run({ parameters, watch, signal }) {
    const { expansion, volume } = parameters;
    const source = byteStream({ ...parameters, volume: Math.ceil(volume / expansion) });
    async function* expand(): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        for (let made = 0; made < expansion; made += 1) yield Buffer.from(chunk);
      }
    }
    await pipeline(watch('transform', Readable.from(expand())), watch('sink', slowSink(parameters)), {
      signal,
    });
  },
});
