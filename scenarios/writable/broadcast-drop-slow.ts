import { finished, type Writable } from 'node:stream';
import { finished as whenFinished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { arrivingBytes } from '../support/streams/arriving-bytes.ts';
import { broadcastClients } from '../support/streams/broadcast-clients.ts';

export default defineScenario({
  name: 'broadcast-drop-slow',
  title: 'Sends a feed to all clients, and disconnects those that fall behind',
  about: {
    what: 'Writes each chunk of a feed to two clients, and destroys a client that has more than a limit queued. One of them does not read.',
    why: 'A feed cannot wait, and its memory must have a limit. A disconnected client can reconnect and request what it missed. If only the latest state matters, skip chunks for it instead. A socket also needs a timeout, for a client that stops reading below the limit.',
    expect:
      'The fast client gets everything. The other one has at most the limit and a chunk queued, and is then disconnected.',
  },
  tags: ['writable', 'backpressure', 'broadcast', 'right'],
  pairedWith: 'broadcast-ignore-slow',
  parameters: {
    highWaterMark: bytes([256 * KiB]),
    chunkSize: bytes([64 * KiB]),
    limit: bytes([512 * KiB]),
    volume: volume(32 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { chunkSize, limit, volume }, counters, recorded }) => ({
      'the fast client gets the whole feed': counters.fast?.bytesOut === volume,
      'no client has more than the limit and a chunk queued':
        (counters.stalled?.peakBufferedBytes ?? 0) <= limit + chunkSize,
      'only the client that does not read is disconnected': recorded.connectedClients === 1,
    }),
  },
  async run({ parameters: { limit, ...parameters }, watch, record, signal }) {
    const { fast, stalled } = broadcastClients(parameters);
    const clients = new Set<Writable>();
    for (const client of [watch('fast', fast), watch('stalled', stalled)]) {
      clients.add(client);
      finished(client, () => clients.delete(client)); // also if it fails or closes
    }
    try {
      for await (const chunk of arrivingBytes({ ...parameters, signal })) {
        for (const client of clients) {
          client.write(chunk);
          if (client.writableLength > limit) client.destroy();
        }
      }
      record('connectedClients', clients.size);
      // Not Promise.all(): a client that fails now must not cut off the others.
      await Promise.allSettled([...clients].map((client) => whenFinished(client.end(), { signal })));
      signal.throwIfAborted();
    } finally {
      for (const client of clients) client.destroy(); // also if the feed fails
    }
  },
});
