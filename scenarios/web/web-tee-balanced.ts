import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'web-tee-balanced',
  title: 'Reads both branches of tee() in step',
  about: {
    what: 'Splits a web stream with tee() and reads one chunk of each branch before it reads the next.',
    why: 'tee() buffers the distance between the two branches: in step, that is next to nothing. cancel() the branch that is not needed, which drops its queue. Do not await it: it resolves only when the other branch is done. Response.clone() is a tee, too.',
    expect: 'Neither branch buffers more than one chunk, at any volume.',
  },
  tags: ['web', 'tee', 'right'],
  pairedWith: 'web-tee-idle-branch',
  parameters: { chunkSize: bytes([64 * KiB]), volume: volume(64 * MiB) },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { chunkSize, volume }, counters }) => ({
      'both branches deliver all bytes':
        counters.first?.bytesOut === volume && counters.second?.bytesOut === volume,
      'neither branch buffers more than one chunk':
        (counters.first?.peakBufferedBytes ?? 0) <= chunkSize &&
        (counters.second?.peakBufferedBytes ?? 0) <= chunkSize,
    }),
  },
  async run({ parameters, watch, signal }) {
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const [first, second] = ReadableStream.from(chunks).tee();
    const readers = [watch('first', first).getReader(), watch('second', second).getReader()];
    const cancel = () => readers.map((reader) => reader.cancel(signal.reason).catch(() => {}));
    signal.addEventListener('abort', cancel, { once: true });
    for (let isDone = false; !isDone; ) {
      const results = await Promise.all(readers.map((reader) => reader.read()));
      isDone = results.some(({ done }) => done);
    }
    signal.removeEventListener('abort', cancel);
    signal.throwIfAborted();
  },
});
