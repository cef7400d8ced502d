import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { ITER_NEEDS, loadStreamIter, readInTurns } from '../support/iter/stream-iter.ts';

/** How many chunks of a synchronous iterable Node reads at once. */
const BATCH_CHUNKS = 128;

export default defineScenario({
  name: 'iter-pipe-to',
  title: 'Pipes into an iterable stream by pipeTo()',
  about: {
    what: 'Pipes bytes into the writer of an iterable stream by pipeTo(), while its reader is slow.',
    why: 'pipeTo() takes the next chunk when the last one has room, ends the stream, and fails it with the error of its source. It is what pipeline() is for Node streams, and needs no Writable in between. But of a synchronous iterable it takes 128 chunks at a time, and the first batch is taken whole: the budget does not bound that.',
    expect: 'At most the budget and two batches of 128 chunks are buffered, at any volume, on all versions.',
  },
  tags: ['iter', 'backpressure', 'right'],
  pairedWith: 'iter-to-writable',
  needs: ITER_NEEDS,
  parameters: {
    budget: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([2 * KiB, 16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { budget, chunkSize, volume }, counters, recorded }) => ({
      'all bytes arrive': recorded.bytesRead === volume,
      'nothing is written after false': counters.stream?.writesAfterFalse === 0,
      'less than the budget and two batches are buffered':
        (counters.stream?.peakBufferedBytes ?? 0) < budget + 2 * BATCH_CHUNKS * chunkSize,
    }),
  },
  setup: loadStreamIter,
  async run({ parameters, prepared: { pipeTo, push }, watch, record, signal }) {
    const { writer, readable } = watch('stream', push({ budget: parameters.budget }));
    const [bytesRead] = await Promise.all([
      readInTurns(readable),
      pipeTo(byteSource({ allocation: 'alloc', ...parameters }), writer, { signal }),
    ]);
    record('bytesRead', bytesRead);
  },
});
