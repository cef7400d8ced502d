import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const MiB = 1024 * 1024;
const MIBS = 64;

export default defineScenario({
  name: 'use-external',
  claim: {
    statement: 'process.memoryUsage().external shows the memory of Buffers.',
    source: ['001'],
    measured: ['others'],
    rule: ({ recorded: { ofBuffers = 0, others = 0 } }) => ({
      verdict: ofBuffers < 0.95 ? 'false' : others > 100 * 1024 ? 'partly' : 'true',
      condition: 'with other memory in it; arrayBuffers is that of Buffers alone',
      reading: `external grows by ${(100 * ofBuffers).toFixed(0)} % of the bytes of Buffers; without any it has ${sizeInWords(others)} more than arrayBuffers`,
    }),
  },
  async run({ record }) {
    const { external, arrayBuffers } = process.memoryUsage();
    record('others', external - arrayBuffers);
    const grown = await growthOf(() => Array.from({ length: MIBS }, () => Buffer.alloc(MiB)));
    record('ofBuffers', grown.external / (MIBS * MiB));
  },
});
