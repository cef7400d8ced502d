import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { countInFlight } from '../support/count-in-flight.ts';

const compress = promisify(deflate);

export default defineScenario({
  name: 'limited-deflate',
  title: 'Compresses a few messages at a time',
  about: {
    what: 'A few workers each take a message, compress it, and then take the next.',
    why: 'The thread pool of libuv has four threads by default (UV_THREADPOOL_SIZE): further calls only wait there, and finish no sooner. fs, dns.lookup() and crypto share it: while four workers compress, a file read waits, so a service takes fewer.',
    expect: 'No more messages are in flight than there are workers.',
  },
  tags: ['zlib', 'concurrency', 'right'],
  pairedWith: 'concurrent-deflate',
  parameters: { messages: count([500]), messageSize: bytes([16 * KiB]), workers: count([4]) },
  expect: {
    checks: ({ parameters: { messages, messageSize, workers }, recorded }) => ({
      'every message is compressed': recorded.compressed === messages,
      'as many calls run concurrently as there are workers':
        recorded.maxInFlight === Math.min(workers, messages),
      'no other messages are in memory':
        recorded.maxInFlightBytes === Math.min(workers, messages) * messageSize,
    }),
  },
  async run({ parameters: { messages, messageSize, workers }, record, signal }) {
    const inFlight = countInFlight(record);
    const source = byteSource({
      allocation: 'alloc',
      chunkSize: messageSize,
      volume: messages * messageSize,
    });
    let compressed = 0;
    const work = async (): Promise<void> => {
      // All workers take from one iterator. If one of them fails, its loop closes the iterator, and the others stop.
      for (const message of source) {
        signal.throwIfAborted();
        inFlight.add(message);
        await compress(message);
        inFlight.remove(message);
        compressed += 1;
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    record('compressed', compressed);
  },
});
