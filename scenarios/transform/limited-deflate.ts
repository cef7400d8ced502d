import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countHeld } from '../support/count-buffered.ts';

const compress = promisify(deflate);

export default defineScenario({
  name: 'limited-deflate',
  title: 'Compresses a few messages at a time',
  about: {
    what: 'A few workers each take a message, compress it, and then take the next.',
    why: 'The pool of Node has four threads: more calls at once wait there, and are no faster.',
    expect: 'No more messages are under way than there are workers.',
  },
  tags: ['zlib', 'concurrency', 'right'],
  pairedWith: 'concurrent-deflate',
  parameters: { messages: count([500]), messageSize: bytes([16 * KiB]), workers: count([4]) },
  expect: {
    checks: ({ parameters: { messages, messageSize, workers }, recorded }) => ({
      'every message is compressed': recorded.compressed === messages,
      'as many are under way as there are workers': recorded.maxAtOnce === Math.min(workers, messages),
      'no more messages are held': recorded.maxHeldBytes === Math.min(workers, messages) * messageSize,
    }),
  },
  async run({ parameters: { messages, messageSize, workers }, record }) {
    const buffered = countHeld(record);
    let [taken, compressed] = [0, 0];
    const work = async (): Promise<void> => {
      for (; taken < messages; compressed += 1) {
        taken += 1;
        const message = Buffer.alloc(messageSize, 'tidemark ');
        buffered.take(message);
        await compress(message);
        buffered.release(message);
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    record('compressed', compressed);
  },
});
