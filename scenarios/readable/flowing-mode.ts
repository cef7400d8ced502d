import { once } from 'node:events';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countHeld } from '../support/count-buffered.ts';

export default defineScenario({
  name: 'flowing-mode',
  title: "Puts what 'data' brings into a queue of its own",
  about: {
    what: "Pushes each chunk of 'data' onto an array, and works that off at its own pace.",
    why: "A listener of 'data' makes the stream flow: it gives all it has, and an array never says stop.",
    expect: 'The array grows to the whole volume, though the stream itself holds next to nothing.',
  },
  tags: ['readable', 'flowing', 'backpressure', 'wrong'],
  pairedWith: 'paused-read',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'recorded.maxHeldBytes',
    checks: ({ parameters: { highWaterMark, volume }, counters, recorded }) => ({
      'all bytes are handled': recorded.handledBytes === volume,
      'the queue holds the whole volume': recorded.maxHeldBytes === volume,
      'the stream holds no more than its mark': (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', byteStream(parameters));
    const buffered = countHeld(record);
    const queue: Buffer[] = [];
    source.on('data', (chunk: Buffer) => {
      queue.push(chunk); // BUG: the array has no limit, and source.pause() is never called
      buffered.take(chunk);
    });
    await once(source, 'end', { signal });
    let handledBytes = 0;
    for (const chunk of queue) {
      await turnLoop(undefined, { signal });
      handledBytes += chunk.length;
      buffered.release(chunk);
    }
    record('handledBytes', handledBytes);
  },
});
