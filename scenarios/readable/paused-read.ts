import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countHeld } from '../support/count-buffered.ts';

export default defineScenario({
  name: 'paused-read',
  title: 'Calls read() when it is ready for more',
  about: {
    what: "Takes what the stream has with read(), handles it, and waits for 'readable' when there is nothing.",
    why: 'The queue is that of the stream, which stops its source at highWaterMark.',
    expect:
      'The stream and the consumer each hold no more than highWaterMark and a chunk: read() gives all there is, joined.',
  },
  tags: ['readable', 'flowing', 'backpressure', 'right'],
  pairedWith: 'flowing-mode',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'bounded',
    metric: 'recorded.maxHeldBytes',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters, recorded }) => ({
      'all bytes are handled': recorded.handledBytes === volume,
      'one read() gives at most highWaterMark and a chunk':
        (recorded.maxHeldBytes ?? 0) <= highWaterMark + chunkSize,
      'the stream holds at most highWaterMark and a chunk':
        (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', byteStream(parameters));
    const buffered = countHeld(record);
    const ended = finished(source, { signal });
    let handledBytes = 0;
    while (!source.readableEnded) {
      const chunk: Buffer | null = source.read();
      if (chunk === null) {
        await Promise.race([once(source, 'readable', { signal }), ended]);
        continue;
      }
      buffered.take(chunk);
      await turnLoop(undefined, { signal });
      handledBytes += chunk.length;
      buffered.release(chunk);
    }
    record('handledBytes', handledBytes);
  },
});
