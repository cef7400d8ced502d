import { defineScenario } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const KEPT = 200;
const SIZE = 10;

export default defineScenario({
  name: 'slab-retention',
  claim: {
    statement: 'A small Buffer that is kept keeps only its own bytes alive.',
    source: ['001'],
    rule: ({ recorded: { pinnedBytes = 0 } }) => ({
      verdict: pinnedBytes >= 10 * SIZE ? 'false' : 'true',
      reading: `each of ${KEPT} Buffers of ${SIZE} bytes keeps ${sizeInWords(pinnedBytes)} alive, if a slab is used up between two of them`,
    }),
  },
  async run({ record }) {
    await collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const kept = Array.from({ length: KEPT }, () => {
      const one = Buffer.from('0123456789');
      useUpSlab(one.buffer);
      return one;
    });
    await collectGarbage();
    record('pinnedBytes', Math.round((process.memoryUsage().arrayBuffers - before) / KEPT));
    return kept;
  },
});

function useUpSlab(slab: ArrayBufferLike): void {
  if (slab.byteLength === SIZE) return; // it has one of its own
  while (Buffer.allocUnsafe(512).buffer === slab);
}
