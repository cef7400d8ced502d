import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const BYTES = 4 * 1024 * 1024;
const STRINGS = 8;

export default defineScenario({
  name: 'external-string-accounting',
  claim: {
    statement: 'external reports the true number of bytes.',
    source: ['001'],
    rule: ({ recorded: { ofBuffers = 0, ofLatin1 = 0, ofOthers = 0 } }) => {
      const areTrue = [ofBuffers, ofLatin1, ofOthers].map((share) => Math.abs(share - 1) < 0.05);
      return {
        verdict: areTrue.every(Boolean) ? 'true' : areTrue[0] ? 'partly' : 'false',
        condition: `for Buffers${areTrue[1] ? ' and for strings of Latin-1' : ''}; not for ${areTrue[1] ? 'large strings with other characters' : 'what large strings keep outside of the heap'}`,
        reading: `external grows by ${ofBuffers.toFixed(3)} bytes for each byte of Buffers; of what strings of 4 MiB have outside of the heap, it shows ${(100 * ofLatin1).toFixed(0)} % if they are Latin-1, and ${(100 * ofOthers).toFixed(0)} % if they are not`,
      };
    },
  },
  async run({ record }) {
    const buffers = await growthOf(() => Array.from({ length: STRINGS }, () => Buffer.alloc(BYTES)));
    record('ofBuffers', buffers.external / (STRINGS * BYTES));
    record('ofLatin1', await shareOfStrings('x', 'latin1'));
    // V8 has two bytes for each character of a string of which one is not Latin-1.
    record('ofOthers', await shareOfStrings('€', 'utf16le'));
  },
});

/** How much of the bytes of strings that are not on the heap is in external. */
async function shareOfStrings(character: string, encoding: BufferEncoding): Promise<number> {
  const sources = Array.from({ length: STRINGS }, () => Buffer.alloc(BYTES, character, encoding));
  const { heapUsed, external } = await growthOf(() => sources.map((source) => source.toString(encoding)));
  const outside = STRINGS * BYTES - heapUsed;
  // Where they are on the heap, nothing is left to be reported.
  return outside < BYTES ? 1 : external / outside;
}
