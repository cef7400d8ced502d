import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const KEPT = 100;
const SIZE = 10;

export default defineScenario({
  name: 'kept-slice-pins-64k',
  claim: {
    statement: 'Buffer.poolSize is 64 KiB, and a Buffer of 10 bytes that a program keeps pins as much.',
    source: ['node'],
    rule: ({ recorded: { poolSizeBytes = 0, pinnedBytes = 0 } }) => ({
      verdict: poolSizeBytes === 64 * KiB && pinnedBytes >= 60 * KiB ? 'true' : 'false',
      reading: `Buffer.poolSize is ${sizeInWords(poolSizeBytes)}, and each of ${KEPT} kept Buffers of ${SIZE} bytes pins ${sizeInWords(pinnedBytes)}`,
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
    record('poolSizeBytes', Buffer.poolSize);
    record('pinnedBytes', Math.round((process.memoryUsage().arrayBuffers - before) / KEPT));
    return kept;
  },
});

/** Traffic between two Buffers that are kept. */
function useUpSlab(slab: ArrayBufferLike): void {
  if (slab.byteLength === SIZE) return; // it has one of its own
  while (Buffer.allocUnsafe(512).buffer === slab);
}
