import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { arrivingBytes } from '../support/streams/arriving-bytes.ts';
import { broadcastClients } from '../support/streams/broadcast-clients.ts';

export default defineScenario({
  name: 'broadcast-ignore-slow',
  title: 'Sends a feed to all clients, however far behind they are',
  about: {
    what: 'Writes each chunk of a feed to two clients and ignores what write() returns. One of them does not read.',
    why: 'A client that stops reading without closing its connection costs the server everything that is sent from then on. No error and no event reports it.',
    expect: 'The fast client gets everything. The queue of the other one grows to the whole volume.',
  },
  tags: ['writable', 'backpressure', 'broadcast', 'wrong'],
  pairedWith: 'broadcast-drop-slow',
  parameters: {
    highWaterMark: bytes([256 * KiB]),
    chunkSize: bytes([64 * KiB]),
    volume: volume(32 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters }) => ({
      'the fast client gets the whole feed': counters.fast?.bytesOut === volume,
      'the whole feed is queued for the other one': counters.stalled?.peakBufferedBytes === volume,
    }),
  },
  async run({ parameters, watch, signal }) {
    const { fast, stalled } = broadcastClients(parameters);
    const clients = [watch('fast', fast), watch('stalled', stalled)];
    for await (const chunk of arrivingBytes(parameters)) {
      for (const client of clients) client.write(chunk); // BUG: nobody looks at how much is queued
    }
    await finished(fast.end(), { signal });
    stalled.destroy();
  },
});
