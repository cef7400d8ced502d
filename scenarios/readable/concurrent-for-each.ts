import { addAbortSignal, Readable } from 'node:stream';
import { bytes, choice, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { turnLoop } from '../support/turn-loop.ts';

/** How long one chunk takes, in turns of the event loop. */
const TURNS = 2;

export default defineScenario({
  name: 'concurrent-for-each',
  title: 'Handles a few chunks of a stream at a time',
  about: {
    what: 'Handles the chunks with forEach() of the stream and its option concurrency, or with map() and a loop over its results.',
    why: 'The stream is read only when a handler is free. A failure is reported when the chunks before it are done, and no new chunk is started meanwhile. One slow chunk holds up the rest, with forEach() too: at most 2 × concurrency − 2 finished ones wait behind it. The option signal does not interrupt a wait for the source: use addAbortSignal(), and destroy the source in finally. Both are experimental on Node 20 to 26.',
    expect: 'At most as many chunks as concurrency says are in flight, at any volume.',
  },
  tags: ['readable', 'async', 'concurrency', 'backpressure', 'right'],
  pairedWith: 'concurrent-all',
  parameters: {
    method: choice(['forEach', 'map']),
    concurrency: count([4]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    metric: 'recorded.maxInFlightBytes',
    checks: ({ parameters: { concurrency, volume }, recorded }) => ({
      'all bytes are handled': recorded.handledBytes === volume,
      'as many chunks are handled at a time as concurrency says': recorded.maxInFlight === concurrency,
    }),
  },
  async run({ parameters: { method, concurrency, ...parameters }, watch, record, signal }) {
    const chunks = Readable.from(byteSource({ allocation: 'alloc', ...parameters }));
    const source = watch('source', addAbortSignal(signal, chunks));
    const inFlight = countInFlight(record);
    let handledBytes = 0;
    const handle = async (chunk: Buffer): Promise<void> => {
      inFlight.add(chunk);
      await turnLoop(TURNS);
      inFlight.remove(chunk);
      handledBytes += chunk.length;
    };
    try {
      if (method === 'forEach') await source.forEach(handle, { concurrency });
      else for await (const _result of source.map(handle, { concurrency }));
    } finally {
      source.destroy();
    }
    record('handledBytes', handledBytes);
  },
});
