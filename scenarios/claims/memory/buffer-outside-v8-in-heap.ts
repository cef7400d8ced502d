import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const MiB = 1024 * 1024;
const SMALL = 64;
const COUNT = 20_000;

export default defineScenario({
  name: 'buffer-outside-v8-in-heap',
  claim: {
    statement: 'Buffers are allocated outside of the V8 engine, in the heap.',
    source: ['002'],
    rule: ({ recorded: { largeInHeap = 0, smallInHeap = 0 } }) => ({
      verdict: largeInHeap > 0.5 && smallInHeap > 0.5 ? 'false' : smallInHeap > 0.5 ? 'partly' : 'true',
      condition: `the memory of larger ones is: outside of the V8 heap; Buffers of up to ${SMALL} bytes with memory of their own are inside of it`,
      reading: `heapUsed has ${(100 * largeInHeap).toFixed(0)} % of the bytes of Buffers of 1 MiB; arrayBuffers has ${(100 - 100 * smallInHeap).toFixed(0)} % of those of Buffers of ${SMALL} bytes`,
    }),
  },
  async run({ record }) {
    const large = await growthOf(() => Array.from({ length: 64 }, () => Buffer.alloc(MiB)));
    record('largeInHeap', large.heapUsed / (64 * MiB));
    const small = await growthOf(() => Array.from({ length: COUNT }, () => Buffer.alloc(SMALL)));
    record('smallInHeap', 1 - small.arrayBuffers / (COUNT * SMALL));
  },
});
