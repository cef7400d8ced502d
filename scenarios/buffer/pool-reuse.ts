import { bytes, choice, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';
import { poolSize, setPoolSize } from '../support/buffer/pool-size.ts';
import { isNodeSince } from '../support/node-version.ts';

const allocations = choice(['allocUnsafe', 'from', 'concat', 'copyBytesFrom', 'alloc', 'allocUnsafeSlow']);

export default defineScenario({
  name: 'pool-reuse',
  title: 'How many small Buffers share one slab of the pool',
  about: {
    what: 'Allocates Buffers of one size, stores them all, and counts the ArrayBuffers behind them.',
    why: 'allocUnsafe(), from(), concat() and copyBytesFrom() cut Buffers smaller than half of Buffer.poolSize from shared slabs: few allocations, but each slab has many owners.',
    expect:
      'One ArrayBuffer per slab with the first four; one per Buffer with alloc and allocUnsafeSlow. A slab has 8 KiB, and 64 KiB from Node 24.18 and 26.3 on.',
  },
  tags: ['buffer', 'pool'],
  parameters: {
    size: bytes([512, 32, 100, 4 * KiB, 64 * KiB]),
    allocation: allocations,
    buffers: count([1024]),
    poolSize,
  },
  expect: {
    checks: ({ parameters: { size, allocation, buffers, poolSize }, recorded }) => {
      const isPooled = size < Buffer.poolSize / 2 && !['alloc', 'allocUnsafeSlow'].includes(allocation);
      const slabs = Math.ceil(buffers / buffersInSlab(size));
      return {
        'a slab has 64 KiB from Node 24.18 and 26.3 on, and 8 KiB before':
          poolSize !== 'default' || Buffer.poolSize === (isNodeSince(['24.18', '26.3']) ? 64 : 8) * KiB,
        'the number of ArrayBuffers follows from poolSize':
          recorded.arrayBuffers === (isPooled ? slabs : buffers),
        'the Buffers of the pool are smaller than their ArrayBuffer, and no others':
          recorded.pooledBuffers === (isPooled ? buffers : 0),
        'the ArrayBuffers have the requested size, or are whole slabs':
          recorded.pinnedBytes === (isPooled ? slabs * (recorded.slabBytes ?? 0) : buffers * size),
      };
    },
  },
  run({ parameters: { size, allocation, buffers, poolSize }, record }) {
    setPoolSize(poolSize);
    const makeBuffer = makers(size)[allocation];
    const previous = makeBuffer();
    let first = makeBuffer();
    while (first.buffer === previous.buffer) first = makeBuffer(); // until a new slab begins
    const stored = [first];
    while (stored.length < buffers) stored.push(makeBuffer());
    record('arrayBuffers', new Set(stored.map(({ buffer }) => buffer)).size);
    record('pooledBuffers', stored.filter(({ buffer }) => buffer.byteLength > size).length);
    record('slabBytes', first.buffer.byteLength); // poolSize; 64 bytes more on Node 26.10
    record('pinnedBytes', pinnedBytes(stored));
    return stored;
  },
});

/** How a Buffer of this size is made, each filled, because untouched pages are not resident. */
function makers(size: number): Record<(typeof allocations)['values'][number], () => Buffer> {
  const content = Buffer.alloc(size, 1);
  return {
    allocUnsafe: () => Buffer.allocUnsafe(size).fill(1),
    from: () => Buffer.from(content),
    concat: () => Buffer.concat([content]),
    copyBytesFrom: () => Buffer.copyBytesFrom(content),
    alloc: () => Buffer.alloc(size, 1),
    allocUnsafeSlow: () => Buffer.allocUnsafeSlow(size).fill(1),
  };
}

/** Each Buffer begins at a multiple of 8 bytes. */
function buffersInSlab(size: number): number {
  return Math.floor((Buffer.poolSize - size) / (Math.ceil(size / 8) * 8)) + 1;
}
