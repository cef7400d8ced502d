import { Readable, Writable } from 'node:stream';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';
import { sizeOfChunkInToWeb } from '../support/web-size.ts';

export default defineScenario({
  name: 'to-web-slow-sink',
  title: 'Pipes into a Node stream converted to a web stream',
  about: {
    what: 'Converts a source and a slow sink to web streams with toWeb(), and pipes one into the other.',
    why: 'Writable.toWeb() passes on highWaterMark, a number of bytes, without its unit: Node 20, 22 and 24 before 24.19 take 65536 bytes for 65536 chunks, 24.19, 26.4 and later ones count bytes (nodejs/node#62986). Readable.toWeb() counts bytes.',
    expect:
      'Where a chunk counts as 1, the web stream buffers nearly the whole volume; where it counts as its bytes, one or two chunks. Growth is not judged, because it depends on the Node version.',
  },
  tags: ['web', 'toWeb', 'backpressure', 'wrong'],
  pairedWith: 'web-to-node-pipeline',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    checks: ({
      parameters: { highWaterMark, chunkSize, volume },
      counters: { sink, adapter },
      recorded,
    }) => ({
      'all bytes are delivered': sink?.bytesOut === volume,
      ...(recorded.sizeOfChunk === chunkSize
        ? {
            'at most highWaterMark and one chunk are buffered':
              (adapter?.peakBufferedBytes ?? volume) <= highWaterMark + chunkSize,
          }
        : {
            'a chunk counts as 1': recorded.sizeOfChunk === 1,
            'more than half of the volume is buffered': (adapter?.peakBufferedBytes ?? 0) > volume / 2,
          }),
    }),
  },
  async run({ parameters, watch, record, signal }) {
    record('sizeOfChunk', sizeOfChunkInToWeb(parameters));
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const source = Readable.from(chunks, { objectMode: false, highWaterMark: parameters.highWaterMark });
    // BUG: Writable.toWeb() does not say whether highWaterMark counts bytes or chunks
    const adapter = watch('adapter', Writable.toWeb(watch('sink', slowSink(parameters))));
    await Readable.toWeb(source).pipeTo(adapter, { signal });
  },
});
