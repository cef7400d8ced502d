import { bytes, count, defineScenario, MiB, volume } from '../../harness/scenario.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';
import { poolSize, setPoolSize } from '../support/buffer/pool-size.ts';

export default defineScenario({
  name: 'unpooled-copy',
  title: 'Stores one small Buffer in eight, each outside the pool',
  about: {
    what: 'Copies small messages with Buffer.from(), and copies the one in eight that it stores with allocUnsafeSlow().',
    why: 'The pool is for short-lived Buffers. A long-lived one with memory of its own retains nothing else.',
    expect:
      'Of the data, only the stored bytes stay pinned (each Buffer costs about 250 bytes of heap in addition); the slabs of the dead copies are freed. Live memory grows by the eighth that is stored, and by nothing else.',
  },
  tags: ['buffer', 'pool', 'retention', 'right'],
  pairedWith: 'slab-retention',
  parameters: {
    messageSize: bytes([512]),
    storedOneIn: count([8]),
    poolSize,
    volume: volume(64 * MiB),
  },
  expect: {
    checks: ({ parameters: { messageSize, storedOneIn, volume }, recorded }) => ({
      'one message in storedOneIn is stored':
        recorded.storedBytes === messageSize * Math.ceil(volume / messageSize / storedOneIn),
      'nothing else is pinned': recorded.pinnedBytes === recorded.storedBytes,
    }),
  },
  run({ parameters: { messageSize, storedOneIn, poolSize, volume }, record }) {
    setPoolSize(poolSize);
    const message = Buffer.alloc(messageSize, 'm');
    const stored: Buffer[] = [];
    for (let index = 0; index < volume / messageSize; index += 1) {
      const copy = Buffer.from(message);
      if (index % storedOneIn === 0) stored.push(copyOutsidePool(copy));
    }
    record('storedBytes', stored.length * messageSize);
    record('pinnedBytes', pinnedBytes(stored));
    record('pinnedPerStoredByte', Math.round(pinnedBytes(stored) / (stored.length * messageSize)));
    return stored;
  },
});

function copyOutsidePool(source: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(source.length);
  source.copy(copy);
  return copy;
}
