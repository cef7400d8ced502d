import { EventEmitter } from 'node:events';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'buffer-leak-in-closure',
  title: 'A listener for each request, and none is removed',
  about: {
    what: "Adds a listener to an emitter that lives as long as the process, for each request; it uses the request's body.",
    why: 'The closure keeps the body after the request is over. heapUsed hardly moves, for Buffers are outside of it.',
    expect: 'What is retained grows by the size of the bodies, round after round.',
  },
  tags: ['buffer', 'leak', 'wrong'],
  pairedWith: 'buffer-ring',
  parameters: {
    bodySize: bytes([16 * KiB]),
    volume: volume(4 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'retainedArrayBuffersBytes',
    checks: ({ parameters: { bodySize, volume }, recorded }) => ({
      'every body can still be reached': recorded.reachableBodies === volume / bodySize,
    }),
  },
  // No limit, no warning: what Node says of too many listeners is often silenced so.
  setup: () => new EventEmitter().setMaxListeners(0),
  run({ parameters: { bodySize, volume }, prepared: shutdown, record }) {
    for (const body of byteSource({ allocation: 'alloc', chunkSize: bodySize, volume })) {
      // BUG: the listener, and with it the body, outlives its request
      shutdown.on('shutdown', () => process.stderr.write(body.subarray(-16)));
    }
    record('reachableBodies', shutdown.listenerCount('shutdown'));
  },
});
