import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const MiB = 1024 * 1024;
const MIBS = 256;

export default defineScenario({
  name: 'v8-preallocates-fragment',
  claim: {
    statement: 'V8 allocates its memory when it starts, and each Buffer is a piece of that.',
    source: ['002'],
    rule: ({ recorded: { rssGrowth = 0, heapGrowth = 0 } }) => ({
      verdict: rssGrowth > 0.9 && heapGrowth < 0.1 ? 'false' : 'true',
      reading: `for ${MIBS} MiB of Buffers the process took ${(100 * rssGrowth).toFixed(0)} % of that anew from the system, and the V8 heap became ${(100 * heapGrowth).toFixed(0)} % of that larger`,
    }),
  },
  async run({ record }) {
    const grown = await growthOf(() => Array.from({ length: MIBS }, () => Buffer.alloc(MiB, 1)));
    record('rssGrowth', grown.rss / (MIBS * MiB));
    record('heapGrowth', Math.max(0, grown.heapTotal) / (MIBS * MiB));
  },
});
