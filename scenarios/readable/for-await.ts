import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countHeld } from '../support/count-buffered.ts';

export default defineScenario({
  name: 'for-await',
  title: 'Handles chunk after chunk with for await',
  about: {
    what: 'Takes each chunk in a for await loop, and awaits its handling before it takes the next.',
    why: 'The loop asks the stream only when it is ready: an await in it is backpressure.',
    expect:
      'One chunk is in hand at a time: all that the stream had buffered in the meantime, which it joins into one.',
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
    metric: 'recorded.maxHeldBytes',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.source?.bytesOut === volume,
      'one is handled at a time': recorded.maxAtOnce === 1,
      'the loop and the stream hold at most highWaterMark and a chunk each':
        (recorded.maxHeldBytes ?? 0) <= highWaterMark + chunkSize &&
        (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', byteStream(parameters));
    const buffered = countHeld(record);
    for await (const chunk of source) {
      buffered.take(chunk);
      await turnLoop(undefined, { signal });
      buffered.release(chunk);
    }
  },
});
