import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countInFlight } from '../support/count-in-flight.ts';

const compress = promisify(deflate);
/** Buffers from before the run, such as slabs of the pool, may be collected meanwhile. */
const COLLECTED_BYTES = 64 * KiB;

export default defineScenario({
  name: 'concurrent-deflate',
  title: 'Compresses all messages at once',
  about: {
    what: 'Calls deflate() for every message, and awaits all of them with Promise.all().',
    why: 'The thread pool takes a few calls at a time, but none is done before all have begun: a call takes two jobs of the pool, and the second ones queue behind the first ones of all others. Each holds its message, 16 KiB of output and a zlib state of about 256 KiB meanwhile.',
    expect:
      'All calls run concurrently. The zlib states are visible only in RSS, which can stay high afterwards, because freed memory is fragmented (nodejs/node#8871).',
  },
  tags: ['zlib', 'concurrency', 'wrong'],
  pairedWith: 'limited-deflate',
  parameters: { messages: count([500]), messageSize: bytes([16 * KiB]) },
  expect: {
    checks: ({ parameters: { messages, messageSize }, recorded }) => ({
      'every message is compressed': recorded.compressed === messages,
      'all calls run concurrently': recorded.maxInFlight === messages,
      'all messages are in memory at the same time': recorded.maxInFlightBytes === messages * messageSize,
      'each call holds its message and 16 KiB for its output':
        (recorded.maxArrayBuffersBytes ?? 0) >= messages * (messageSize + 16 * KiB) - COLLECTED_BYTES,
    }),
  },
  async run({ parameters: { messages, messageSize }, record }) {
    const inFlight = countInFlight(record);
    const before = process.memoryUsage().arrayBuffers;
    const send = async (): Promise<Buffer> => {
      const message = Buffer.alloc(messageSize, 'tidemark ');
      inFlight.add(message);
      const compressed = await compress(message);
      inFlight.remove(message);
      return compressed;
    };
    const all = Array.from({ length: messages }, send); // BUG: every message is compressed at once
    record('maxArrayBuffersBytes', process.memoryUsage().arrayBuffers - before);
    record('compressed', (await Promise.all(all)).length);
  },
});
