import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countInFlight } from '../support/count-in-flight.ts';

export default defineScenario({
  name: 'paused-read',
  title: 'Calls read() when it is ready for more',
  about: {
    what: "Takes what the stream has buffered with read(), handles it, and waits for 'readable' when read() returns null.",
    why: 'The only queue is that of the stream, which stops its source at highWaterMark.',
    expect:
      'The stream and the consumer each hold at most highWaterMark and a chunk: read() returns everything buffered, joined into one.',
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
    metric: 'recorded.maxInFlightBytes',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters, recorded }) => ({
      'all bytes are handled': recorded.handledBytes === volume,
      'one read() returns at most highWaterMark and a chunk':
        (recorded.maxInFlightBytes ?? 0) <= highWaterMark + chunkSize,
      'the stream buffers at most highWaterMark and a chunk':
        (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', byteStream(parameters));
    const inFlight = countInFlight(record);
    const ended = finished(source, { signal });
    let handledBytes = 0;
    while (!source.readableEnded) {
      const chunk: Buffer | null = source.read();
      if (chunk === null) {
        await Promise.race([once(source, 'readable', { signal }), ended]);
        continue;
      }
      inFlight.add(chunk);
      await turnLoop(undefined, { signal });
      handledBytes += chunk.length;
      inFlight.remove(chunk);
    }
    record('handledBytes', handledBytes);
  },
});
