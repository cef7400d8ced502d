import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { arrivingBytes } from '../support/streams/arriving-bytes.ts';
import { broadcastClients } from '../support/streams/broadcast-clients.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'broadcast-await-all',
  title: 'Sends a feed to all clients at the pace of the slowest',
  about: {
    what: "Writes each chunk of a feed to two clients, and waits for the 'drain' of both before it takes the next. One of them does not read.",
    why: 'Waiting for all clients means waiting for the slowest: one client stops the feed for everybody. source.pipe() into several destinations does the same.',
    expect:
      'Memory is bounded, but the fast client gets one highWaterMark of the feed, in the time in which it could have received all of it.',
  },
  tags: ['writable', 'backpressure', 'broadcast', 'wrong'],
  parameters: {
    highWaterMark: bytes([256 * KiB]),
    chunkSize: bytes([64 * KiB]),
    feed: bytes([16 * MiB]),
  },
  expect: {
    checks: ({ parameters: { highWaterMark, chunkSize, feed }, counters }) => ({
      'no client buffers more than highWaterMark and a chunk':
        (counters.stalled?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
      'the fast client gets no more than that':
        (counters.fast?.bytesOut ?? 0) > 0 && (counters.fast?.bytesOut ?? 0) <= highWaterMark + chunkSize,
      'which is less than the feed': (counters.fast?.bytesOut ?? 0) < feed,
    }),
  },
  async run({ parameters: { highWaterMark, chunkSize, feed }, watch, signal }) {
    const { fast, stalled } = broadcastClients({ highWaterMark });
    const clients: Writable[] = [watch('stalled', stalled), watch('fast', fast)];
    const over = new AbortController();
    const broadcast = async (): Promise<void> => {
      for await (const chunk of arrivingBytes({ chunkSize, volume: feed })) {
        const full = clients.filter((client) => !client.write(chunk));
        // BUG: one client decides for all
        await Promise.all(full.map((client) => once(client, 'drain', { signal: over.signal })));
      }
    };
    const ended = broadcast().catch((error) => {
      if (!over.signal.aborted) throw error;
    });
    await turnLoop((2 * feed) / chunkSize); // twice as long as the feed and the fast client need
    over.abort();
    await ended;
    signal.throwIfAborted();
  },
});
