import { bytes, defineScenario, MiB, volume } from '../../harness/scenario.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';

/** Of 16 copies of 512 bytes one is kept: one in each slab of 8 KiB, eight in each slab of 64 KiB. */
const KEPT_ONE_IN = 16;

export default defineScenario({
  name: 'slab-retention',
  title: 'Keeps one small Buffer in many, each from the pool',
  about: {
    what: 'Copies small messages with Buffer.from() and keeps one copy in sixteen.',
    why: 'Small Buffers share the slabs of a pool, and one that lives on keeps its whole slab, with all the dead ones in it.',
    expect: 'A byte pinned for each byte copied, sixteen for each byte kept: no slab is ever freed.',
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
      'one byte in sixteen is kept': recorded.keptBytes === volume / KEPT_ONE_IN,
      // The first slab was begun before the run, and Node 26.10 makes each 64 bytes larger than poolSize.
      'every slab is pinned': (recorded.pinnedBytes ?? 0) >= volume - Buffer.poolSize,
    }),
  },
  run({ parameters: { messageSize, volume }, record }) {
    const message = Buffer.alloc(messageSize, 'm');
    const kept: Buffer[] = [];
    for (let index = 0; index < volume / messageSize; index += 1) {
      const copy = Buffer.from(message); // BUG: a long-lived copy comes from the pool
      if (index % KEPT_ONE_IN === 0) kept.push(copy);
    }
    record('keptBytes', kept.length * messageSize);
    record('pinnedBytes', pinnedBytes(kept));
    return kept;
  },
});
