import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { ITER_NEEDS, loadStreamIter, readInTurns } from '../support/iter/stream-iter.ts';

export default defineScenario({
  name: 'iter-write-sync-ignore-false',
  title: 'Calls writeSync() and ignores false',
  about: {
    what: 'Calls writeSync() of an iterable stream in one loop, and ignores what it returns.',
    why: 'It looks like write() of a Writable, which queues the chunk even if it returns false. Here false means that the chunk was not taken.',
    expect: 'The budget is buffered, and nearly all bytes are lost without an error.',
  },
  tags: ['iter', 'backpressure', 'wrong'],
  pairedWith: 'iter-write-sync-await-drain',
  needs: ITER_NEEDS,
  parameters: {
    budget: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { budget, chunkSize, volume }, counters, recorded }) => ({
      'less than the budget and one chunk is buffered':
        (counters.stream?.peakBufferedBytes ?? 0) < budget + chunkSize,
      'most of it is written after false': (counters.stream?.writesAfterFalse ?? 0) > volume / chunkSize / 2,
      'what was not taken does not arrive': recorded.bytesRead === counters.stream?.bytesIn,
      'that is most of it': (recorded.bytesRead ?? 0) < volume / 2,
    }),
  },
  setup: loadStreamIter,
  async run({ parameters, prepared: { push }, watch, record, signal }) {
    const { writer, readable } = watch('stream', push({ budget: parameters.budget, signal }));
    const reading = readInTurns(readable);
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      writer.writeSync(chunk); // BUG: after false, the chunk must be written again
    }
    await writer.end();
    record('bytesRead', await reading);
  },
});
