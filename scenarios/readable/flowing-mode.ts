import { once } from 'node:events';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countInFlight } from '../support/count-in-flight.ts';

export default defineScenario({
  name: 'flowing-mode',
  title: "Collects 'data' chunks in an unbounded array",
  about: {
    what: "Pushes each 'data' chunk onto an array, and works through the array after 'end'.",
    why: "A 'data' listener switches the stream to flowing mode: it emits as fast as its source delivers, and an array applies no backpressure. This source has its data at hand, so all of it arrives in one turn of the event loop: no consumer is fast enough.",
    expect:
      'The array holds the whole volume before the first chunk is handled, while the stream itself buffers next to nothing.',
  },
  tags: ['readable', 'flowing', 'backpressure', 'wrong'],
  pairedWith: 'pause-resume',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'recorded.maxInFlightBytes',
    checks: ({ parameters: { highWaterMark, volume }, counters, recorded }) => ({
      'all bytes are handled': recorded.handledBytes === volume,
      'the array holds the whole volume': recorded.maxInFlightBytes === volume,
      'the stream buffers at most highWaterMark': (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', byteStream(parameters));
    const inFlight = countInFlight(record);
    const queue: Buffer[] = [];
    source.on('data', (chunk: Buffer) => {
      queue.push(chunk); // BUG: the array has no limit, and source.pause() is never called
      inFlight.add(chunk);
    });
    await once(source, 'end', { signal });
    let handledBytes = 0;
    for (const chunk of queue) {
      await turnLoop(undefined, { signal });
      handledBytes += chunk.length;
      inFlight.remove(chunk);
    }
    record('handledBytes', handledBytes);
  },
});
