import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'cork-uncork',
  title: 'Corks for a batch of writes, then uncorks',
  about: {
    what: "Corks the stream, writes a batch, uncorks it, and waits for 'drain' if the batch has filled the queue.",
    why: 'A batch can be written with one writev() call, and memory is still bounded.',
    expect: 'At most highWaterMark and one batch are buffered.',
  },
  tags: ['writable', 'cork', 'right'],
  pairedWith: 'cork-without-uncork',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([4 * KiB]),
    batch: count([16]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, batch, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'at most highWaterMark and one batch are buffered':
        (counters.sink?.peakBufferedBytes ?? 0) <= highWaterMark + batch * chunkSize,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink(parameters));
    let written = 0;
    sink.cork();
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      sink.write(chunk);
      written += 1;
      if (written % parameters.batch !== 0) continue;
      sink.uncork();
      if (sink.writableNeedDrain) await once(sink, 'drain', { signal });
      sink.cork();
    }
    sink.end();
    await finished(sink, { signal });
  },
});
