import { EventEmitter } from 'node:events';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'buffer-leak-in-closure',
  title: 'Adds a listener for each request and never removes it',
  about: {
    what: "For each request, adds a listener that uses the request's body to an emitter that lives as long as the process.",
    why: 'The closure retains the body after the request is over. heapUsed hardly moves, because Buffers are outside the V8 heap.',
    expect: 'Retained memory grows by the size of the bodies, round after round.',
  },
  tags: ['buffer', 'leak', 'wrong'],
  pairedWith: 'remove-listener',
  parameters: {
    bodySize: bytes([16 * KiB]),
    volume: volume(4 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'retainedArrayBuffersBytes',
    checks: ({ parameters: { bodySize, volume }, recorded }) => ({
      'every body is still reachable': recorded.reachableBodies === volume / bodySize,
    }),
  },
  // Silences MaxListenersExceededWarning, as is often done.
  setup: () => new EventEmitter().setMaxListeners(0),
  run({ parameters: { bodySize, volume }, prepared: shutdown, record }) {
    for (const body of byteSource({ allocation: 'alloc', chunkSize: bodySize, volume })) {
      // BUG: the listener, and with it the body, outlives its request
      shutdown.on('shutdown', () => process.stderr.write(body.subarray(-16)));
    }
    record('reachableBodies', shutdown.listenerCount('shutdown'));
  },
});
