import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const MiB = 1024 * 1024;
const STRINGS = 8;

export default defineScenario({
  name: 'tostring-doubles-utf16',
  claim: {
    statement: 'toString() makes a UTF-16 string, so that the data takes twice the memory.',
    source: ['001'],
    measured: ['ofAscii'],
    rule: ({ recorded: { ofAscii = 0, ofEuro = 0 } }) => ({
      verdict: ofAscii >= 1.5 ? 'true' : 'false',
      reading: `the string of a byte of ASCII takes ${ofAscii.toFixed(2)} bytes, that of a byte of the 3 of € ${ofEuro.toFixed(2)}`,
    }),
  },
  async run({ record }) {
    record('ofAscii', await bytesPerByte('a'));
    record('ofEuro', await bytesPerByte('€'));
  },
});

async function bytesPerByte(text: string): Promise<number> {
  const length = MiB - (MiB % Buffer.byteLength(text));
  const buffers = Array.from({ length: STRINGS }, () => Buffer.alloc(length, text));
  const { heapUsed, external } = await growthOf(() => buffers.map((buffer) => buffer.toString()));
  return (heapUsed + external) / (STRINGS * length);
}
