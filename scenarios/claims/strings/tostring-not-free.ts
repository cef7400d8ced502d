import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const MiB = 1024 * 1024;
const STRINGS = 8;

export default defineScenario({
  name: 'tostring-not-free',
  claim: {
    statement: 'toString() of a Buffer is not free: it allocates a string and copies all bytes.',
    source: ['001'],
    rule: ({ recorded: { perByte = 0 } }) => ({
      verdict: perByte > 0.9 ? 'true' : 'false',
      reading: `the strings of ${STRINGS} Buffers of 1 MiB take ${perByte.toFixed(2)} bytes for each byte, in addition to the Buffers`,
    }),
  },
  async run({ record }) {
    const buffers = Array.from({ length: STRINGS }, (_, n) => Buffer.alloc(MiB, 97 + n));
    const { heapUsed, external } = await growthOf(() => buffers.map((buffer) => buffer.toString()));
    record('perByte', (heapUsed + external) / (STRINGS * MiB));
  },
});
