import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const CHARACTERS = 512 * 1024;
const STRINGS = 16;

export default defineScenario({
  name: 'strings-utf16',
  claim: {
    statement: 'JavaScript strings are stored as UTF-16, so that each ASCII character takes 2 bytes.',
    source: ['001'],
    measured: ['ofAscii'],
    rule: ({ recorded: { ofAscii = 0, ofEuro = 0 } }) => ({
      verdict: ofAscii >= 1.5 ? 'true' : 'false',
      reading: `a character takes ${ofAscii.toFixed(2)} bytes in a string of ASCII, and ${ofEuro.toFixed(2)} bytes in one of €`,
    }),
  },
  async run({ record }) {
    record('ofAscii', await bytesPerCharacter((n) => String.fromCharCode(97 + n)));
    record('ofEuro', await bytesPerCharacter((n) => String.fromCharCode(0x20a0 + n)));
  },
});

async function bytesPerCharacter(character: (n: number) => string): Promise<number> {
  const { heapUsed, external } = await growthOf(() =>
    Array.from({ length: STRINGS }, (_, n) => new Array(CHARACTERS).fill(character(n)).join('')),
  );
  return (heapUsed + external) / (STRINGS * CHARACTERS);
}
