import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const MiB = 1024 * 1024;
const MIBS = 64;

export default defineScenario({
  name: 'heapused-hides-bytes',
  claim: {
    statement: 'heapUsed does not show the bytes of Buffers.',
    source: ['001'],
    measured: ['share'],
    rule: ({ recorded: { share = 1 } }) => ({
      verdict: share < 0.05 ? 'true' : 'false',
      reading: `with ${MIBS} MiB of Buffers heapUsed is ${(100 * share).toFixed(1)} % of that larger`,
    }),
  },
  async run({ record }) {
    const { heapUsed } = await growthOf(() => Array.from({ length: MIBS }, () => Buffer.alloc(MiB, 1)));
    record('share', heapUsed / (MIBS * MiB));
  },
});
