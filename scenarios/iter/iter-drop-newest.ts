import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { ITER_NEEDS, loadStreamIter, readInTurns } from '../support/iter/stream-iter.ts';

export default defineScenario({
  name: 'iter-drop-newest',
  title: "Copies data with backpressure 'drop-newest'",
  about: {
    what: "Sends data that must arrive through an iterable stream with the policy 'drop-newest', and awaits each write().",
    why: 'Each write() is fulfilled at once, and end() reports all bytes as written, also those that were dropped: memory is bounded, no error says that anything is missing, and awaiting does not help. The policy is for readings of which only the first matter.',
    expect: 'Memory is bounded by the budget, and nearly all bytes are dropped.',
  },
  tags: ['iter', 'backpressure', 'wrong'],
  pairedWith: 'pass-through-pipeline',
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
      'end() reports all bytes': recorded.bytesReported === volume,
      'most of them are dropped': (counters.stream?.droppedBytes ?? 0) > volume / 2,
      'what is not dropped arrives':
        (recorded.bytesRead ?? 0) + (counters.stream?.droppedBytes ?? 0) === volume,
    }),
  },
  setup: loadStreamIter,
  async run({ parameters, prepared: { push }, watch, record, signal }) {
    const { budget } = parameters;
    const { writer, readable } = watch(
      'stream',
      push({ budget, backpressure: 'drop-newest', signal }), // BUG: the newest chunk is lost when there is no room
    );
    const reading = readInTurns(readable);
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) await writer.write(chunk);
    record('bytesReported', await writer.end());
    record('bytesRead', await reading);
  },
});
