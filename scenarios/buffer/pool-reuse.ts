import { bytes, choice, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { chunkMaker } from '../support/buffer/allocate.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';

export default defineScenario({
  name: 'pool-reuse',
  title: 'How many small Buffers share one slab of the pool',
  about: {
    what: 'Makes Buffers of one size and keeps them all; counts the ArrayBuffers behind them.',
    why: 'allocUnsafe() and from() cut Buffers smaller than half of Buffer.poolSize from slabs: few allocations, but memory with many owners.',
    expect:
      'One ArrayBuffer for each slab with allocUnsafe and from; one for each Buffer with alloc and allocUnsafeSlow.',
  },
  tags: ['buffer', 'pool'],
  parameters: {
    size: bytes([512, 32, 100, 4 * KiB, 64 * KiB]),
    allocation: choice(['allocUnsafe', 'from', 'alloc', 'allocUnsafeSlow']),
    buffers: count([1024]),
  },
  expect: {
    checks: ({ parameters: { size, allocation, buffers }, recorded }) => {
      const isPooled = size < Buffer.poolSize / 2 && (allocation === 'allocUnsafe' || allocation === 'from');
      // From poolSize: a slab is 8 KiB, and 64 KiB from Node 24.18 and 26.3 on.
      const slabs = Math.ceil(buffers / buffersInSlab(size));
      return {
        'the ArrayBuffers are as many as poolSize says':
          recorded.arrayBuffers === (isPooled ? slabs : buffers),
        'they hold what was requested, or whole slabs':
          recorded.pinnedBytes === (isPooled ? slabs * (recorded.slabBytes ?? 0) : buffers * size),
      };
    },
  },
  run({ parameters: { size, allocation, buffers }, record }) {
    const makeBuffer = chunkMaker(allocation, size);
    const begun = makeBuffer(size);
    let first = makeBuffer(size);
    while (first.buffer === begun.buffer) first = makeBuffer(size); // until a fresh slab
    const kept = [first];
    while (kept.length < buffers) kept.push(makeBuffer(size));
    record('arrayBuffers', new Set(kept.map((one) => one.buffer)).size);
    record('slabBytes', first.buffer.byteLength); // poolSize; 64 bytes more on Node 26.10
    record('pinnedBytes', pinnedBytes(kept));
    return kept;
  },
});

/** Each begins at a multiple of 8 bytes. */
function buffersInSlab(size: number): number {
  return Math.floor((Buffer.poolSize - size) / (Math.ceil(size / 8) * 8)) + 1;
}
