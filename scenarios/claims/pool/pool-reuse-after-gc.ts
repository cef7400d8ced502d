import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const SIZE = 64;

export default defineScenario({
  name: 'pool-reuse-after-gc',
  claim: {
    statement: 'Once a small Buffer has been collected, its memory goes back to the pool for the next one.',
    source: ['001'],
    rule: ({ recorded: { collected = 0, reused = 0, later = 0 } }) => ({
      verdict: reused > 0 ? 'true' : 'false',
      reading: `of ${collected} places in a slab whose Buffers were collected, ${reused} were used again by the next ${later} Buffers`,
    }),
  },
  async run({ record }) {
    const kept = startSlab();
    const freed = fillSlab(kept.buffer);
    await collectGarbage();
    let reused = 0;
    const later = 2 * freed.size;
    for (let count = 0; count < later; count += 1) {
      const { buffer, byteOffset } = Buffer.allocUnsafe(SIZE);
      if (buffer === kept.buffer && freed.has(byteOffset)) reused += 1;
    }
    if (freed.size < 10) throw new Error('hardly any Buffer came from the slab');
    record('collected', freed.size);
    record('reused', reused);
    record('later', later);
  },
});

/** The first Buffer of a new slab. */
function startSlab(): Buffer {
  const { buffer } = Buffer.allocUnsafe(SIZE);
  for (;;) {
    const next = Buffer.allocUnsafe(SIZE);
    if (next.buffer !== buffer) return next;
  }
}

/** Makes Buffers until the next slab, keeps none, and returns where they were. */
function fillSlab(slab: ArrayBufferLike): Set<number> {
  const offsets = new Set<number>();
  for (;;) {
    const { buffer, byteOffset } = Buffer.allocUnsafe(SIZE);
    if (buffer !== slab) return offsets;
    offsets.add(byteOffset);
  }
}
