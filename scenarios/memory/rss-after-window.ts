import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { memoryAfterwards } from '../support/memory/memory-afterwards.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'rss-after-window',
  title: 'RSS stays low if the queue never grows',
  about: {
    what: 'Sends the same number of small Buffers to the same slow sink with pipeline(), and reads the memory usage after they have been written and collected.',
    why: 'Memory that is never allocated at the same time does not have to be returned. Another allocator, such as jemalloc, only changes how much of a peak stays.',
    expect: 'RSS and arrayBuffers end near where they began.',
  },
  tags: ['rss', 'writable', 'pipeline', 'right'],
  pairedWith: 'rss-after-queue',
  parameters: { chunkSize: bytes([4 * KiB]), burst: bytes([64 * MiB]) },
  expect: {
    checks: ({ parameters: { chunkSize, burst }, counters, recorded }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === burst,
      'the sink buffers at most its highWaterMark and a chunk':
        (counters.sink?.peakBufferedBytes ?? 0) <= 64 * KiB + chunkSize,
      'arrayBuffers falls back': (recorded.arrayBuffersAfterBytes ?? burst) < burst / 8,
      'RSS rises by less than half of what was sent': (recorded.rssAfterBytes ?? burst) < burst / 2,
    }),
  },
  async run({ parameters: { chunkSize, burst }, watch, record, signal }) {
    const start = process.memoryUsage();
    const source = Readable.from(byteSource({ allocation: 'alloc', chunkSize, volume: burst }));
    await pipeline(source, watch('sink', slowSink({ highWaterMark: 64 * KiB })), { signal });
    const { rssBytes, arrayBuffersBytes } = await memoryAfterwards(start);
    record('arrayBuffersAfterBytes', arrayBuffersBytes);
    record('rssAfterBytes', rssBytes);
  },
});
