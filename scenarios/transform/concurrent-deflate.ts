import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countHeld } from '../support/count-buffered.ts';

const compress = promisify(deflate);

export default defineScenario({
  name: 'concurrent-deflate',
  title: 'Compresses all messages at once',
  about: {
    what: 'Calls deflate() for every message, and awaits them together with Promise.all().',
    why: 'Four of them run; each of the others already holds its message, 16 KiB of output and a zlib state.',
    expect: 'All are under way at once. A zlib state takes about 200 KiB more, which only RSS tells.',
  },
  tags: ['zlib', 'concurrency', 'wrong'],
  pairedWith: 'limited-deflate',
  parameters: { messages: count([500]), messageSize: bytes([16 * KiB]) },
  expect: {
    checks: ({ parameters: { messages, messageSize }, recorded }) => ({
      'every message is compressed': recorded.compressed === messages,
      'all are under way at once': recorded.maxAtOnce === messages,
      'all messages are held at once': recorded.maxHeldBytes === messages * messageSize,
      // A slab of the pool that was there before may have been collected meanwhile.
      'each holds its message and 16 KiB for its output':
        (recorded.maxArrayBuffersBytes ?? 0) >= messages * (messageSize + 16 * KiB) - Buffer.poolSize,
    }),
  },
  async run({ parameters: { messages, messageSize }, record }) {
    const buffered = countHeld(record);
    const before = process.memoryUsage().arrayBuffers;
    const send = async (): Promise<Buffer> => {
      const message = Buffer.alloc(messageSize, 'tidemark ');
      buffered.take(message);
      const compressed = await compress(message);
      buffered.release(message);
      return compressed;
    };
    const all = Array.from({ length: messages }, send); // BUG: every message is compressed at once
    record('maxArrayBuffersBytes', process.memoryUsage().arrayBuffers - before);
    record('compressed', (await Promise.all(all)).length);
  },
});
