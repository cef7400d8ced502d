import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const BYTES = 4 * 1024 * 1024;
const STRINGS = 8;

export default defineScenario({
  name: 'external-string-accounting',
  claim: {
    statement: 'external reports the true number of bytes.',
    source: ['001'],
    rule: ({ recorded: { ofBuffers = 0, ofStrings = 0 } }) => ({
      verdict: near(ofBuffers, 1) && near(ofStrings, 1) ? 'true' : near(ofBuffers, 1) ? 'partly' : 'false',
      condition: 'for Buffers; not for what large strings keep outside of the heap',
      reading: `external grows by ${ofBuffers.toFixed(3)} bytes for each byte of Buffers, and by ${ofStrings.toFixed(2)} for each byte that strings of 4 MiB have outside of the heap`,
    }),
  },
  async run({ record }) {
    const buffers = await growthOf(() => Array.from({ length: STRINGS }, () => Buffer.alloc(BYTES)));
    record('ofBuffers', buffers.external / (STRINGS * BYTES));
    const sources = Array.from({ length: STRINGS }, (_, n) => Buffer.alloc(BYTES, 97 + n));
    const strings = await growthOf(() => sources.map((source) => source.toString('latin1')));
    const outside = STRINGS * BYTES - strings.heapUsed;
    // Where they are on the heap, nothing is left to be reported.
    record('ofStrings', outside < BYTES ? 1 : strings.external / outside);
  },
});

const near = (value: number, expected: number): boolean => Math.abs(value - expected) < 0.05;
