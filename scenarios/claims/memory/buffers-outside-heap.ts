import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const MiB = 1024 * 1024;
const SMALL = 64;
const COUNT = 20_000;

export default defineScenario({
  name: 'buffers-outside-heap',
  claim: {
    statement: 'The bytes of Buffers are outside of the V8 heap.',
    source: ['001'],
    rule: ({ recorded: { largeInHeap = 0, smallInHeap = 0 } }) => ({
      verdict: largeInHeap > 0.5 ? 'false' : smallInHeap > 0.5 ? 'partly' : 'true',
      condition: `but for Buffers of up to ${SMALL} bytes that have memory of their own`,
      reading: `${(100 * largeInHeap).toFixed(0)} % of Buffers of 1 MiB are in heapUsed, and ${smallInHeap > 0.5 ? 'all' : 'none'} of those of ${SMALL} bytes`,
    }),
  },
  async run({ record }) {
    const large = await growthOf(() => Array.from({ length: 64 }, () => Buffer.alloc(MiB)));
    record('largeInHeap', large.heapUsed / (64 * MiB));
    const small = await growthOf(() => Array.from({ length: COUNT }, () => Buffer.alloc(SMALL)));
    record('smallInHeap', 1 - small.arrayBuffers / (COUNT * SMALL));
  },
});
