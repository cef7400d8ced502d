import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

export default defineScenario({
  name: 'tostring-on-heap',
  claim: {
    statement: 'The string that toString() makes is on the V8 heap.',
    source: ['001'],
    rule: ({ recorded: { small = 0, large = 0 } }) => ({
      verdict: small > 0.9 && large > 0.9 ? 'true' : small > 0.9 ? 'partly' : 'false',
      condition: 'unless it is large: then its characters are external memory',
      reading: `of strings of 64 KiB ${small > 0.9 ? 'all' : 'not all'} is in heapUsed, of strings of 4 MiB ${(100 * large).toFixed(0)} %`,
    }),
  },
  async run({ record }) {
    record('small', await shareOnHeap(64 * KiB, 64));
    record('large', await shareOnHeap(4 * MiB, 4));
  },
});

async function shareOnHeap(bytes: number, strings: number): Promise<number> {
  const buffers = Array.from({ length: strings }, (_, n) => Buffer.alloc(bytes, 97 + (n % 20)));
  const { heapUsed } = await growthOf(() => buffers.map((buffer) => buffer.toString()));
  return heapUsed / (bytes * strings);
}
