import { Readable, Writable } from 'node:stream';
import { bytes, defineScenario, KiB, MiB, volume } from '../harness/scenario.ts';
import { byteSource } from './support/byte-source.ts';
import { slowSink } from './support/slow-sink.ts';

/** Writable.toWeb() counts bytes since nodejs/node#62986; this is of the Node that is measured. */
const COUNTS_CHUNKS = Number.parseInt(process.versions.node, 10) < 24;

export default defineScenario({
  name: 'to-web-slow-sink',
  title: 'Pipes into a Node stream turned into a web stream',
  about: {
    does: 'Makes web streams of a source and a slow sink with toWeb(), and pipes one into the other.',
    matters: 'Node 20 and 22 take the high-water mark of the sink, 65536 bytes, for 65536 chunks.',
    shows: 'On Node 20 and 22 the web stream holds nearly the whole volume; on 24 and 26 one chunk or two.',
  },
  tags: ['web', 'toWeb', 'backpressure'],
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  // Growth is not judged: it is linear or bounded by the version.
  expect: {
    holds: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      ...(COUNTS_CHUNKS
        ? { 'more than half of the volume is held': (counters.adapter?.peakBufferedBytes ?? 0) > volume / 2 }
        : {
            'at most highWaterMark and one chunk is held':
              (counters.adapter?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize,
          }),
    }),
  },
  async run({ parameters, watch, signal }) {
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const source = Readable.from(chunks, { objectMode: false, highWaterMark: parameters.highWaterMark });
    const adapter = watch('adapter', Writable.toWeb(watch('sink', slowSink(parameters))));
    await Readable.toWeb(source).pipeTo(adapter, { signal });
  },
});
