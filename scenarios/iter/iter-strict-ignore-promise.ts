import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { ITER_NEEDS, loadStreamIter, readInTurns } from '../support/iter/stream-iter.ts';

export default defineScenario({
  name: 'iter-strict-ignore-promise',
  title: 'Writes to an iterable stream, and awaits nothing',
  about: {
    what: "Calls write() in one loop, with the policy 'strict', which is the default, and does not wait for its promises.",
    why: 'A second write that waits is rejected: memory stays bounded where a Writable or a WritableStream would queue all of it. But what is rejected is lost, and a rejection that nobody handles ends the process.',
    expect:
      'The budget and one chunk are buffered, and nearly every write is rejected. Until the loop ends, each rejection takes a few hundred bytes of the heap.',
  },
  tags: ['iter', 'backpressure', 'wrong'],
  pairedWith: 'iter-strict-await-write',
  needs: ITER_NEEDS,
  parameters: {
    budget: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    checks: ({ parameters: { budget, chunkSize, volume }, counters, recorded }) => ({
      'less than the budget and two chunks are buffered':
        (counters.stream?.peakBufferedBytes ?? 0) < budget + 2 * chunkSize,
      'most writes are rejected': (recorded.rejectedWrites ?? 0) > volume / chunkSize / 2,
      'what is rejected does not arrive': (recorded.bytesRead ?? 0) <= budget + 3 * chunkSize,
    }),
  },
  setup: loadStreamIter,
  async run({ parameters, prepared: { push }, watch, record, signal }) {
    const { budget } = parameters;
    const { writer, readable } = watch('stream', push({ budget, signal }));
    const reading = readInTurns(readable);
    let rejectedWrites = 0;
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      writer.write(chunk).catch(() => (rejectedWrites += 1)); // BUG: the next one does not wait for it
    }
    await writer.end();
    record('bytesRead', await reading);
    record('rejectedWrites', rejectedWrites);
  },
});
