import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'web-to-node-pipeline',
  title: 'Converts a web source with fromWeb(), and pipes it into a Node stream',
  about: {
    what: 'Pipes a web ReadableStream into a Node Writable with pipeline(). Converts the web stream with fromWeb(), not the sink with toWeb().',
    why: "The sink's own highWaterMark decides, and it counts bytes. pipeline() rejects and closes both sides, whichever fails. Readable.fromWeb() is there because pipeline() does not interrupt a web stream that is waiting for its next chunk: it would not settle until that chunk comes. A WritableStream written by hand has to do that itself: forward 'error', wait for 'drain' or 'close', and destroy the sink in abort().",
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
    const source = ReadableStream.from(byteSource({ allocation: 'alloc', ...parameters }));
    await pipeline(Readable.fromWeb(source), watch('sink', slowSink(parameters)), { signal });
  },
});
