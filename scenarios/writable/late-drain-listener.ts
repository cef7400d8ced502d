import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'late-drain-listener',
  title: "Starts to wait for 'drain' when it has come already",
  about: {
    what: "Writes until write() returns false, saves a checkpoint, and only then waits for the 'drain' that came meanwhile.",
    why: 'The export stops in the middle, without an error: nothing is left to do, and the process ends or waits for ever.',
    expect:
      "One 'drain', nobody who hears it, and a run that never finishes although all that was written is delivered.",
  },
  tags: ['writable', 'backpressure', 'wrong'],
  pairedWith: 'drain-if-needed',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(16 * MiB),
  },
  expect: {
    outcome: 'crashed',
    checks: ({ parameters: { volume }, counters }) => ({
      "'drain' has come, once": counters.sink?.drains === 1,
      'all that was written is delivered': counters.sink?.bytesIn === counters.sink?.bytesOut,
      'most was never written': (counters.sink?.bytesIn ?? 0) < volume / 2,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink(parameters));
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      const isFull = !sink.write(chunk);
      if (!isFull) continue;
      await turnLoop(10); // a checkpoint is saved, which takes longer than the queue lasts
      await once(sink, 'drain', { signal }); // BUG: 'drain' may have fired already
    }
    sink.end();
    await finished(sink, { signal });
  },
});
