import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { ITER_NEEDS, loadStreamIter, readInTurns } from '../support/iter/stream-iter.ts';

export default defineScenario({
  name: 'iter-unbounded-await-write',
  title: "Awaits each write(), with backpressure 'unbounded'",
  about: {
    what: "Awaits each write() of an iterable stream with the policy 'unbounded'.",
    why: 'Whoever awaits needs no policy: a write() is fulfilled when there is room again, so that at most one waits. pipeTo() does this loop.',
    expect: 'At most the budget and one chunk are buffered, at any volume, and all bytes arrive.',
  },
  tags: ['iter', 'backpressure', 'right'],
  pairedWith: 'iter-unbounded-ignore-promise',
  needs: ITER_NEEDS,
  parameters: {
    budget: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { budget, chunkSize, volume }, counters, recorded }) => ({
      'all bytes arrive': recorded.bytesRead === volume,
      'nothing is written while a write waits': counters.stream?.writesAfterFalse === 0,
      'less than the budget and two chunks are buffered':
        (counters.stream?.peakBufferedBytes ?? 0) < budget + 2 * chunkSize,
    }),
  },
  setup: loadStreamIter,
  async run({ parameters, prepared: { push }, watch, record, signal }) {
    const { budget } = parameters;
    const { writer, readable } = watch('stream', push({ budget, backpressure: 'unbounded', signal }));
    const write = async (): Promise<void> => {
      try {
        for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) await writer.write(chunk);
        await writer.end();
      } catch (error) {
        writer.fail(error); // the reader would wait forever
        throw error;
      }
    };
    const [bytesRead] = await Promise.all([readInTurns(readable), write()]);
    record('bytesRead', bytesRead);
  },
});
