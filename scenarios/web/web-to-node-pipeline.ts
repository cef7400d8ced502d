import { once } from 'node:events';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'web-sink-counting-bytes',
  title: 'Pipes into a Node stream through a web stream that counts bytes',
  about: {
    what: 'Writes to the sink from a custom WritableStream with a ByteLengthQueuingStrategy.',
    why: 'A queuing strategy says what highWaterMark counts. Writable.toWeb() accepts none; Readable.toWeb() counts bytes without one.',
    expect:
      'The web stream buffers at most highWaterMark and one chunk, at any volume and on any Node version.',
  },
  tags: ['web', 'toWeb', 'backpressure', 'right'],
  pairedWith: 'to-web-slow-sink',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters: { sink, adapter } }) => ({
      'all bytes are delivered': sink?.bytesOut === volume,
      'at most highWaterMark and one chunk are buffered':
        (adapter?.peakBufferedBytes ?? volume) <= highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, signal }) {
    const { highWaterMark } = parameters;
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const source = Readable.from(chunks, { objectMode: false, highWaterMark });
    const sink = watch('sink', slowSink(parameters));
    const adapter = new WritableStream<Uint8Array>(
      {
        async write(chunk) {
          if (!sink.write(chunk)) await once(sink, 'drain', { signal });
        },
        async close() {
          sink.end();
          await finished(sink, { signal });
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark }),
    );
    await Readable.toWeb(source).pipeTo(watch('adapter', adapter), { signal });
  },
});
