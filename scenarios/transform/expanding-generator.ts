import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'expanding-generator',
  title: 'An async generator that yields far more than it receives',
  about: {
    what: 'A generator in a pipeline yields many chunks for each one that it receives, each only after the previous one was taken.',
    why: 'A generator waits in its yield, so there is backpressure within one input, too. If its source fails or its reader leaves, it is ended like any loop.',
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
    checks: ({
      parameters: { highWaterMark, chunkSize, expansion, volume },
      counters: { source, sink },
    }) => ({
      'all output is delivered': sink?.bytesOut === expansion * Math.ceil(volume / expansion),
      'nothing is written after false': sink?.writesAfterFalse === 0,
      'source and sink buffer at most highWaterMark and a chunk each': [source, sink].every(
        (stream) =>
          (stream?.peakBufferedBytes ?? 0) <= highWaterMark + largestOutput({ highWaterMark, chunkSize }),
      ),
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
      watch('source', byteStream({ ...parameters, volume: Math.ceil(volume / expansion) })),
      expand,
      watch('sink', slowSink(parameters)),
      { signal },
    );
  },
});

/** Up to Node 24, what the source has buffered is joined into one chunk before the generator gets it. */
const largestOutput = ({ highWaterMark, chunkSize }: { highWaterMark: number; chunkSize: number }): number =>
  highWaterMark + chunkSize;
