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
    what: 'Makes a Duplex of an inner stream with Duplex.from(), which takes a writable and a readable side, or with compose(), which takes any number of streams in a row.',
    why: "Node forwards backpressure, 'end' and errors between the outer stream and the inner ones. A destroy() without an error of an inner stream after its end() can leave pipeline() waiting for ever, so its 'close' is forwarded here. compose() was experimental before Node 26. The highWaterMark of what compose() returns is the default of the Node version.",
    expect: 'Each of the four sides buffers at most its highWaterMark and one chunk, at any volume.',
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
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters: { inner, duplex, sink } }) => ({
      'all bytes are delivered': sink?.bytesOut === volume,
      'the two sides of the inner stream buffer at most highWaterMark and a chunk each':
        (inner?.peakBufferedBytes ?? volume) <= 2 * (highWaterMark + chunkSize),
      'so do the two sides of the Duplex':
        (duplex?.peakBufferedBytes ?? volume) <= 2 * (highWaterMark + chunkSize),
    }),
  },
  async run({ parameters, watch, signal }) {
    const { made, highWaterMark } = parameters;
    const inner = watch('inner', new PassThrough({ highWaterMark }));
    const duplex = made === 'compose' ? compose(inner) : Duplex.from({ writable: inner, readable: inner });
    // A destroy() without an error, just before 'end', is not forwarded.
    inner.once('close', () => inner.readableEnded || duplex.destroy());
    const sink = watch('sink', slowSink(parameters));
    await pipeline(byteStream(parameters), watch('duplex', duplex), sink, { signal });
  },
});
