import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'web-to-node-pipeline',
  title: 'Pipes a web stream straight into a Node stream',
  about: {
    what: 'Gives pipeline() a web ReadableStream and a Node Writable, neither of which is converted.',
    why: "The sink's own highWaterMark decides, and it counts bytes. pipeline() rejects and closes both sides, whichever fails. A WritableStream written by hand has to do that itself: forward 'error', wait for 'drain' or 'close', and destroy the sink in abort().",
    expect: 'The sink buffers at most highWaterMark and one chunk, at any volume and on any Node version.',
  },
  tags: ['web', 'pipeline', 'backpressure', 'right'],
  pairedWith: 'to-web-slow-sink',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters: { sink } }) => ({
      'all bytes are delivered': sink?.bytesOut === volume,
      'nothing is written after false': sink?.writesAfterFalse === 0,
      'at most highWaterMark and one chunk are buffered':
        (sink?.peakBufferedBytes ?? volume) <= highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, signal }) {
    const { highWaterMark } = parameters;
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const source = Readable.toWeb(Readable.from(chunks, { objectMode: false, highWaterMark }));
    await pipeline(source, watch('sink', slowSink(parameters)), { signal });
  },
});
