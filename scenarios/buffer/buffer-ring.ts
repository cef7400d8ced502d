import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'buffer-ring',
  title: 'Stores the last requests in a ring of fixed size',
  about: {
    what: 'Copies the body of each request into the next slot of one Buffer, overwriting the oldest.',
    why: 'The last requests are there when a report needs them, and memory is fixed at the start.',
    expect: 'Retained memory is the size of the ring, after any number of requests.',
  },
  tags: ['buffer', 'retention'],
  parameters: {
    bodySize: bytes([16 * KiB]),
    slots: count([64]),
    volume: volume(4 * MiB),
  },
  expect: {
    growth: 'bounded',
    metric: 'retainedArrayBuffersBytes',
    checks: ({ parameters: { bodySize, slots, volume }, recorded }) => ({
      'as many of the last bodies are reachable as there are slots':
        recorded.reachableBodies === Math.min(slots, volume / bodySize),
    }),
  },
  setup: ({ parameters: { bodySize, slots } }) => Buffer.alloc(slots * bodySize),
  run({ parameters: { bodySize, slots, volume }, prepared: ring, record }) {
    let requests = 0;
    for (const body of byteSource({ allocation: 'alloc', chunkSize: bodySize, volume })) {
      requests += 1;
      body.writeUInt32LE(requests);
      body.copy(ring, (requests % slots) * bodySize);
    }
    const numbers = Array.from({ length: slots }, (_, slot) => ring.readUInt32LE(slot * bodySize));
    const last = new Set(numbers.filter((number) => number > requests - slots && number > 0));
    record('reachableBodies', last.size);
  },
});
