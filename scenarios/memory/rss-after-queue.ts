import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { isGlibc } from '../support/memory/is-glibc.ts';
import { memoryAfterwards } from '../support/memory/memory-afterwards.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'rss-after-queue',
  title: 'RSS stays high after a queue of small Buffers is gone',
  about: {
    what: 'Queues many small Buffers in a slow sink, twice, and reads the memory usage after each burst has been written and collected.',
    why: 'What V8 frees goes back to malloc(), and the malloc() of glibc caches small blocks instead of returning them to the system. One burst can set the RSS of a service for as long as it runs: a container pays for its peak, and the chart looks like a leak.',
    expect:
      'arrayBuffers falls back to where it was, and RSS does not. It is not a leak: the second burst uses the same memory again. Other allocators return more.',
  },
  tags: ['rss', 'writable', 'wrong'],
  pairedWith: 'rss-after-window',
  parameters: { chunkSize: bytes([4 * KiB]), burst: bytes([64 * MiB]) },
  expect: {
    checks: ({ parameters: { burst }, counters, recorded }) => ({
      'the burst is queued as a whole': counters.sink?.peakBufferedBytes === burst,
      'arrayBuffers falls back': (recorded.arrayBuffersAfterBytes ?? burst) < burst / 8,
      'RSS does not, with glibc': !isGlibc() || (recorded.rssAfterBytes ?? 0) > burst / 2,
      'a second burst takes no more memory':
        (recorded.rssAfterSecondBytes ?? burst) - (recorded.rssAfterBytes ?? 0) < burst / 2,
    }),
  },
  async run({ parameters: { chunkSize, burst }, watch, record, signal }) {
    const start = process.memoryUsage();
    const send = async (): Promise<void> => {
      const sink = watch('sink', slowSink({ highWaterMark: 64 * KiB }));
      for (const chunk of byteSource({ allocation: 'alloc', chunkSize, volume: burst })) {
        sink.write(chunk); // BUG: the return value is ignored
      }
      await finished(sink.end(), { signal });
    };
    await send();
    const { rssBytes, arrayBuffersBytes } = await memoryAfterwards(start);
    record('arrayBuffersAfterBytes', arrayBuffersBytes);
    record('rssAfterBytes', rssBytes);
    await send();
    record('rssAfterSecondBytes', (await memoryAfterwards(start)).rssBytes);
  },
});
