import { Readable } from 'node:stream';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { turnLoop } from '../support/turn-loop.ts';

/** How long one chunk takes, in turns of the event loop. */
const TURNS = 2;

export default defineScenario({
  name: 'concurrent-all',
  title: 'Handles all chunks of a stream at once with Promise.all()',
  about: {
    what: 'Collects the stream with toArray(), and handles all chunks concurrently.',
    why: 'It is the shortest way to do several things at a time, and it is unlimited: everything is in memory, and a database or an API gets all requests at once.',
    expect: 'As many handlers as there are chunks run concurrently, and hold the whole volume.',
  },
  tags: ['readable', 'async', 'concurrency', 'wrong'],
  pairedWith: 'concurrent-for-each',
  parameters: { chunkSize: bytes([64 * KiB]), volume: volume(64 * MiB) },
  expect: {
    growth: 'linear',
    metric: 'recorded.maxInFlightBytes',
    checks: ({ parameters: { chunkSize, volume }, recorded }) => ({
      'all bytes are handled': recorded.handledBytes === volume,
      'all chunks are handled at the same time': recorded.maxInFlight === Math.ceil(volume / chunkSize),
    }),
  },
  async run({ parameters, record, signal }) {
    const source = Readable.from(byteSource({ allocation: 'alloc', ...parameters }));
    const inFlight = countInFlight(record);
    let handledBytes = 0;
    const handle = async (chunk: Buffer): Promise<void> => {
      inFlight.add(chunk);
      await turnLoop(TURNS);
      inFlight.remove(chunk);
      handledBytes += chunk.length;
    };
    const chunks: Buffer[] = await source.toArray({ signal });
    await Promise.all(chunks.map(handle)); // BUG: nothing limits how many
    record('handledBytes', handledBytes);
  },
});
