import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'late-drain-listener',
  title: "Waits for a 'drain' event that has already fired",
  about: {
    what: "Writes until write() returns false, saves a checkpoint, and only then waits for 'drain', which has fired in the meantime.",
    why: 'The export stops halfway without an error: the process exits because nothing is left to do, or waits forever.',
    expect:
      "'drain' fires once, with no listener attached. The run never finishes, although everything that was written is delivered.",
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
      "'drain' fires once": counters.sink?.drains === 1,
      'everything that was written is delivered': counters.sink?.bytesIn === counters.sink?.bytesOut,
      'less than half of the volume is written': (counters.sink?.bytesIn ?? 0) < volume / 2,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink(parameters));
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      const isFull = !sink.write(chunk);
      if (!isFull) continue;
      await turnLoop(10); // saving a checkpoint takes longer than draining the queue
      await once(sink, 'drain', { signal }); // BUG: 'drain' may have fired already
    }
    sink.end();
    await finished(sink, { signal });
  },
});
