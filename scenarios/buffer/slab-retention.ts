import { bytes, count, defineScenario, MiB, volume } from '../../harness/scenario.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';
import { poolSize, setPoolSize } from '../support/buffer/pool-size.ts';

export default defineScenario({
  name: 'slab-retention',
  title: 'Stores one small Buffer in eight, each from the pool',
  about: {
    what: 'Copies small messages with Buffer.from() and stores one copy in eight.',
    why: 'Small Buffers share the slabs of a pool, and one that lives on retains its whole slab, with all the dead ones in it.',
    expect:
      'One byte pinned per byte copied, eight per byte stored: no slab is ever freed. Of 512 bytes, one in eight is one in 4 KiB. Where fewer are stored, such as one in 128, each pins a slab of its own: 8 KiB or, since Node 24.18 and 26.3, 64 KiB (--param storedOneIn=128 --param poolSize=8KiB,64KiB).',
  },
  tags: ['buffer', 'pool', 'retention', 'wrong'],
  pairedWith: 'unpooled-copy',
  parameters: {
    messageSize: bytes([512]),
    storedOneIn: count([8]),
    poolSize,
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'recorded.pinnedBytes',
    checks: ({ parameters: { messageSize, storedOneIn, volume }, recorded }) => ({
      'one message in storedOneIn is stored':
        recorded.storedBytes === messageSize * Math.ceil(volume / messageSize / storedOneIn),
      // The first slab was begun before the run, and Node 26.10 makes each 64 bytes larger than poolSize.
      'every slab with a stored message is pinned':
        (recorded.pinnedBytes ?? 0) >=
        Math.min(volume, ((recorded.storedBytes ?? 0) / messageSize) * Buffer.poolSize) - Buffer.poolSize,
    }),
  },
  run({ parameters: { messageSize, storedOneIn, poolSize, volume }, record }) {
    setPoolSize(poolSize);
    const message = Buffer.alloc(messageSize, 'm');
    const stored: Buffer[] = [];
    for (let index = 0; index < volume / messageSize; index += 1) {
      const copy = Buffer.from(message); // BUG: a long-lived copy comes from the pool
      if (index % storedOneIn === 0) stored.push(copy);
    }
    record('storedBytes', stored.length * messageSize);
    record('pinnedBytes', pinnedBytes(stored));
    record('pinnedPerStoredByte', Math.round(pinnedBytes(stored) / (stored.length * messageSize)));
    return stored;
  },
});
