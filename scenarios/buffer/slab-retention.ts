import { bytes, defineScenario, MiB, volume } from '../../harness/scenario.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';

/** Of 8 copies of 512 bytes, one is stored: two in each slab of 8 KiB, sixteen in each slab of 64 KiB. */
const STORED_ONE_IN = 8;

export default defineScenario({
  name: 'slab-retention',
  title: 'Stores one small Buffer in eight, each from the pool',
  about: {
    what: 'Copies small messages with Buffer.from() and stores one copy in eight.',
    why: 'Small Buffers share the slabs of a pool, and one that lives on retains its whole slab, with all the dead ones in it.',
    expect: 'One byte pinned per byte copied, eight per byte stored: no slab is ever freed.',
  },
  tags: ['buffer', 'pool', 'retention', 'wrong'],
  pairedWith: 'unpooled-copy',
  parameters: {
    messageSize: bytes([512]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'recorded.pinnedBytes',
    checks: ({ parameters: { volume }, recorded }) => ({
      'one byte in eight is stored': recorded.storedBytes === volume / STORED_ONE_IN,
      // The first slab was begun before the run, and Node 26.10 makes each 64 bytes larger than poolSize.
      'every slab is pinned': (recorded.pinnedBytes ?? 0) >= volume - Buffer.poolSize,
    }),
  },
  run({ parameters: { messageSize, volume }, record }) {
    const message = Buffer.alloc(messageSize, 'm');
    const stored: Buffer[] = [];
    for (let index = 0; index < volume / messageSize; index += 1) {
      const copy = Buffer.from(message); // BUG: a long-lived copy comes from the pool
      if (index % STORED_ONE_IN === 0) stored.push(copy);
    }
    record('storedBytes', stored.length * messageSize);
    record('pinnedBytes', pinnedBytes(stored));
    record('pinnedPerStoredByte', Math.round(pinnedBytes(stored) / (stored.length * messageSize)));
    return stored;
  },
});
