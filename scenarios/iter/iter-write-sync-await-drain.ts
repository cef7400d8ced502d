import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { ITER_NEEDS, loadStreamIter, readInTurns } from '../support/iter/stream-iter.ts';

export default defineScenario({
  name: 'iter-write-sync-await-drain',
  title: 'Calls writeSync() again when there is room',
  about: {
    what: 'Calls writeSync() of an iterable stream, and after false waits for ondrain() and writes the same chunk again.',
    why: 'This makes no promise for a chunk that has room. ondrain() says false, or null, where there will never be room again: a loop that does not look would go on forever.',
    expect: 'Less than the budget and one chunk is buffered, at any volume, and all bytes arrive.',
  },
  tags: ['iter', 'backpressure', 'right'],
  pairedWith: 'iter-write-sync-ignore-false',
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
      'nothing is written after false before there is room': counters.stream?.writesAfterFalse === 0,
      'less than the budget and one chunk is buffered':
        (counters.stream?.peakBufferedBytes ?? 0) < budget + chunkSize,
    }),
  },
  setup: loadStreamIter,
  async run({ parameters, prepared: { ondrain, push }, watch, record, signal }) {
    const { writer, readable } = watch('stream', push({ budget: parameters.budget, signal }));
    const write = async (): Promise<void> => {
      try {
        for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
          while (!writer.writeSync(chunk)) {
            if (!(await ondrain(writer))) await writer.write(chunk); // rejects with the reason
          }
        }
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
