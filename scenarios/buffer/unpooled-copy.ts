import { bytes, defineScenario, MiB, volume } from '../../harness/scenario.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';

const KEPT_ONE_IN = 16;

export default defineScenario({
  name: 'unpooled-copy',
  title: 'Keeps one small Buffer in many, each outside of the pool',
  about: {
    what: 'Copies small messages with Buffer.from(), and the one in sixteen that it keeps with allocUnsafeSlow().',
    why: 'The pool is for what dies soon. What lives long and has memory of its own keeps nothing else alive.',
    expect: 'No byte pinned but those that are kept; the slabs of the dead copies are freed.',
  },
  tags: ['buffer', 'pool', 'retention', 'right'],
  pairedWith: 'slab-retention',
  parameters: {
    messageSize: bytes([512]),
    volume: volume(64 * MiB),
  },
  expect: {
    checks: ({ parameters: { volume }, recorded }) => ({
      'one byte in sixteen is kept': recorded.keptBytes === volume / KEPT_ONE_IN,
      'nothing else is pinned': recorded.pinnedBytes === recorded.keptBytes,
    }),
  },
  run({ parameters: { messageSize, volume }, record }) {
    const message = Buffer.alloc(messageSize, 'm');
    const kept: Buffer[] = [];
    for (let index = 0; index < volume / messageSize; index += 1) {
      const copy = Buffer.from(message);
      if (index % KEPT_ONE_IN === 0) kept.push(copyOutsideOfPool(copy));
    }
    record('keptBytes', kept.length * messageSize);
    record('pinnedBytes', pinnedBytes(kept));
    return kept;
  },
});

function copyOutsideOfPool(source: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(source.length);
  source.copy(copy);
  return copy;
}
