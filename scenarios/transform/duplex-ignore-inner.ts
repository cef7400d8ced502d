import { Duplex, PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'duplex-ignore-inner',
  title: 'Wraps a stream in a Duplex that forwards chunks and not backpressure',
  about: {
    what: 'Puts a Duplex around an inner stream: write() of the one calls write() of the other, and push() is called for every chunk that the inner one emits.',
    why: 'Libraries return such a Duplex. Around it, everything is right: pipeline(), highWaterMark, a slow sink. Its write() calls back at once and its read() does nothing, so neither side ever stops the other.',
    expect:
      'The readable side of the Duplex buffers nearly the whole volume: push() returns false, and nothing stops.',
  },
  tags: ['transform', 'duplex', 'backpressure', 'wrong'],
  pairedWith: 'duplex-compose',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { chunkSize, volume }, counters: { duplex, sink } }) => ({
      'all bytes are delivered': sink?.bytesOut === volume,
      'the Duplex buffers more than half of the volume': (duplex?.peakBufferedBytes ?? 0) > volume / 2,
      'most chunks are pushed after false': (duplex?.pushesAfterFalse ?? 0) > volume / chunkSize / 2,
    }),
  },
  async run({ parameters, watch, signal }) {
    const { highWaterMark } = parameters;
    const inner = watch('inner', new PassThrough({ highWaterMark }));
    const duplex = watch('duplex', wrap(inner, highWaterMark));
    const sink = watch('sink', slowSink(parameters));
    await pipeline(byteStream(parameters), duplex, sink, { signal });
  },
});

function wrap(inner: Duplex, highWaterMark: number): Duplex {
  const outer = new Duplex({
    highWaterMark,
    write(chunk, _encoding, callback) {
      inner.write(chunk); // BUG: calls back before the inner stream has room
      callback();
    },
    final: (callback) => inner.end(callback),
    read() {}, // BUG: nothing is resumed here, so nothing can be paused
    destroy(error, callback) {
      inner.destroy();
      callback(error);
    },
  });
  inner.on('data', (chunk) => outer.push(chunk)).on('end', () => outer.push(null));
  return inner.on('error', (error) => outer.destroy(error)) && outer;
}
