import { Duplex, PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, choice, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { compose } from '../support/duplex/compose.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'duplex-compose',
  title: 'Makes one Duplex of inner streams with Duplex.from() or compose()',
  about: {
    what: 'Makes a Duplex of one inner stream with Duplex.from(), which takes a writable and a readable side, or of two with compose(), which pipes any number of streams in a row.',
    why: "Node forwards backpressure, 'end' and errors between the outer stream and the inner ones. A destroy() without an error of an inner stream after its end() can leave pipeline() waiting for ever, so its 'close' is forwarded here. compose() is experimental on Node 20 and 22, before 24.19 and before 26.2. The highWaterMark of the outer stream, made by either, is the default of the Node version.",
    expect:
      'Each side, of the outer stream and of the inner ones, buffers at most its highWaterMark and one chunk, at any volume.',
  },
  tags: ['transform', 'duplex', 'pipeline', 'backpressure', 'right'],
  pairedWith: 'duplex-ignore-inner',
  parameters: {
    made: choice(['from', 'compose']),
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({
      parameters: { highWaterMark, chunkSize, volume },
      counters: { inner, second, duplex, sink },
    }) => ({
      'all bytes are delivered': sink?.bytesOut === volume,
      'the two sides of an inner stream buffer at most highWaterMark and a chunk each':
        (inner?.peakBufferedBytes ?? volume) <= 2 * (highWaterMark + chunkSize) &&
        (second?.peakBufferedBytes ?? 0) <= 2 * (highWaterMark + chunkSize),
      'so do the two sides of the Duplex':
        (duplex?.peakBufferedBytes ?? volume) <= 2 * (highWaterMark + chunkSize),
    }),
  },
  async run({ parameters, watch, signal }) {
    const { made, highWaterMark } = parameters;
    const inner = watch('inner', new PassThrough({ highWaterMark }));
    const last = made === 'compose' ? watch('second', new PassThrough({ highWaterMark })) : inner;
    const duplex =
      made === 'compose' ? compose(inner, last) : Duplex.from({ writable: inner, readable: inner });
    // A destroy() without an error, just before 'end', is not forwarded.
    for (const stream of new Set([inner, last]))
      stream.once('close', () => stream.readableEnded || duplex.destroy());
    const sink = watch('sink', slowSink(parameters));
    await pipeline(byteStream(parameters), watch('duplex', duplex), sink, { signal });
  },
});
