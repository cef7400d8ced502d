import { addAbortSignal } from 'node:stream';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { isNodeSince } from '../support/node-version.ts';

export default defineScenario({
  name: 'for-await',
  title: 'Handles one chunk after another with for await',
  about: {
    what: 'Reads the stream in a for await loop, and awaits the handling of each chunk before it takes the next.',
    why: 'The loop reads from the stream only when it is ready, so an await in it is backpressure. Leaving the loop, by break, return or throw, destroys the stream; source.iterator({ destroyOnReturn: false }) does not. A loop that waits for a silent source is ended only by addAbortSignal(), or by a destroy().',
    expect:
      'One chunk is in flight at a time. Up to Node 24 that is everything that the stream has buffered in the meantime, joined by a copy; from Node 26 on it is one chunk as it was pushed.',
  },
  tags: ['readable', 'async', 'backpressure', 'right'],
  pairedWith: 'async-data-handler',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'bounded',
    metric: 'recorded.maxInFlightBytes',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.source?.bytesOut === volume,
      'one chunk is handled at a time': recorded.maxInFlight === 1,
      ...(Math.min(highWaterMark, volume) >= 2 * chunkSize && {
        'chunks are joined up to Node 24, and handed over one by one from Node 26 on':
          (recorded.maxInFlightBytes ?? 0) > chunkSize !== isNodeSince(['26.0']),
      }),
      'the loop and the stream hold at most highWaterMark and a chunk each':
        (recorded.maxInFlightBytes ?? 0) <= highWaterMark + chunkSize &&
        (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', addAbortSignal(signal, byteStream(parameters)));
    const inFlight = countInFlight(record);
    for await (const chunk of source) {
      inFlight.add(chunk);
      await turnLoop(undefined, { signal });
      inFlight.remove(chunk);
    }
  },
});
