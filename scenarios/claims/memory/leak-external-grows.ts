import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const BUFFERS = 500;
const BYTES = 100 * 1024;

export default defineScenario({
  name: 'leak-external-grows',
  claim: {
    statement: 'Buffers that leak show as external that grows while heapUsed stays the same.',
    source: ['001'],
    measured: ['ofHeap'],
    rule: ({ recorded: { ofExternal = 0, ofHeap = 1 } }) => ({
      verdict: ofExternal > 0.95 && ofHeap < 0.05 ? 'true' : 'false',
      reading: `while ${sizeInWords(BUFFERS * BYTES)} of Buffers were stored, external grew by ${(100 * ofExternal).toFixed(0)} % of that and heapUsed by ${(100 * ofHeap).toFixed(1)} %`,
    }),
  },
  async run({ record }) {
    const grown = await growthOf(() => Array.from({ length: BUFFERS }, () => Buffer.alloc(BYTES, 1)));
    record('ofExternal', grown.external / (BUFFERS * BYTES));
    record('ofHeap', grown.heapUsed / (BUFFERS * BYTES));
  },
});
