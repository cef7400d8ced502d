import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { ITER_NEEDS, loadStreamIter, readInTurns } from '../support/iter/stream-iter.ts';
import { isNodeSince } from '../support/node-version.ts';

export default defineScenario({
  name: 'iter-unbounded-ignore-promise',
  title: "Writes with backpressure 'unbounded', and awaits nothing",
  about: {
    what: "Calls write() of an iterable stream in one loop, with the policy 'unbounded', and does not wait for its promises.",
    why: "The name says it: what exceeds the budget waits in a list without a limit. It is the loop that ignores 'drain', with promises. Until Node 26.7, end() also rejects whatever still waits, so that nearly all of it is lost.",
    expect:
      'One byte buffered per byte written; the budget changes nothing. From Node 26.9 on, all bytes arrive.',
  },
  tags: ['iter', 'backpressure', 'wrong'],
  pairedWith: 'iter-unbounded-await-write',
  needs: ITER_NEEDS,
  parameters: {
    budget: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { chunkSize, volume }, counters, recorded }) => ({
      'all but the first chunk is buffered at once':
        counters.stream?.peakBufferedBytes === volume - chunkSize,
      'all bytes arrive, from Node 26.9 on': (recorded.bytesRead === volume) === isNodeSince(['26.9']),
    }),
  },
  setup: loadStreamIter,
  async run({ parameters, prepared: { push }, watch, record, signal }) {
    const { budget } = parameters;
    const { writer, readable } = watch('stream', push({ budget, backpressure: 'unbounded', signal }));
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
