import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { queuedChunks } from '../support/queued-chunks.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'tiny-chunks',
  title: 'The memory overhead of a queue of tiny chunks',
  about: {
    what: 'Fills a queue up to its highWaterMark once, with chunks of a few bytes.',
    why: 'highWaterMark counts the bytes of a chunk, not the Buffer object and the queue entry that carry them.',
    expect:
      'More than a hundred bytes of heap per chunk: with chunks of one byte, more than a hundred times highWaterMark.',
  },
  tags: ['writable', 'highWaterMark', 'chunks'],
  parameters: { highWaterMark: bytes([64 * KiB, 16 * KiB, 1024 * KiB]), chunkSize: bytes([1, 16]) },
  expect: {
    checks: ({ parameters: { highWaterMark, chunkSize }, counters, recorded }) => ({
      'the queue is filled to highWaterMark': counters.sink?.peakBufferedBytes === highWaterMark,
      'all chunks but the one in the sink are queued':
        recorded.queuedChunks === highWaterMark / chunkSize - 1,
      'a queued chunk takes more than 100 bytes of heap': (recorded.heapBytesPerChunk ?? 0) > 100,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const sink = watch('sink', slowSink(parameters));
    const before = process.memoryUsage().heapUsed;
    const chunks = byteSource({ allocation: 'from', ...parameters, volume: parameters.highWaterMark });
    for (const chunk of chunks) sink.write(chunk);
    const heapBytes = process.memoryUsage().heapUsed - before;
    record('queuedChunks', queuedChunks(sink));
    record('heapBytesPerChunk', heapBytes / queuedChunks(sink));
    record('heapBytesPerBufferedByte', heapBytes / sink.writableLength);
    sink.end();
    await finished(sink, { signal });
  },
});
