import { bytes, count, defineScenario, KiB, MiB, volume } from '../harness/scenario.ts';
import { byteSource } from './support/byte-source.ts';

export default defineScenario({
  name: 'buffer-ring',
  title: 'Keeps the last requests in a ring of fixed size',
  about: {
    does: 'Copies the body of each request into the next slot of one Buffer, over the oldest.',
    matters: 'What a report needs of the last requests is there, and memory is decided once, at the start.',
    shows: 'What is retained is the ring, after any number of requests.',
  },
  tags: ['buffer', 'leak', 'right'],
  pairedWith: 'buffer-leak-in-closure',
  parameters: {
    bodySize: bytes([16 * KiB]),
    slots: count([64]),
    volume: volume(4 * MiB),
  },
  expect: {
    growth: 'bounded',
    metric: 'retainedArrayBuffersBytes',
    holds: ({ parameters: { bodySize, slots, volume }, recorded }) => ({
      'every body is written': recorded.writtenBodies === volume / bodySize,
      'no more is reachable than the ring has slots': (recorded.reachableBodies ?? 0) <= slots,
    }),
  },
  setup: ({ parameters: { bodySize, slots } }) => Buffer.alloc(slots * bodySize),
  run({ parameters: { bodySize, slots, volume }, prepared: ring, record }) {
    let writtenBodies = 0;
    for (const body of byteSource({ allocation: 'alloc', chunkSize: bodySize, volume })) {
      body.copy(ring, (writtenBodies % slots) * bodySize);
      writtenBodies += 1;
    }
    record('writtenBodies', writtenBodies);
    record('reachableBodies', Math.min(writtenBodies, ring.length / bodySize));
  },
});
