import { defineScenario } from '../../../harness/scenario.ts';
import { growthOf } from '../../support/claims/growth-of.ts';

const LENGTH = 512 * 1024;
const TIMES = 20;

export default defineScenario({
  name: 'string-op-new-string',
  claim: {
    statement: 'Each operation on a string makes a new string in memory.',
    source: ['001'],
    measured: ['ofSlice', 'ofConcat', 'ofUpper'],
    rule: ({ recorded: { ofSlice = 0, ofConcat = 0, ofUpper = 0 } }) => ({
      verdict: ofSlice > 0.5 && ofConcat > 0.5 ? 'true' : ofUpper > 0.5 ? 'partly' : 'false',
      condition: 'if it changes the characters; slice() and + only refer to what is there',
      reading: `of a string of ${LENGTH / 1024} Ki characters, slice() takes ${ofSlice.toFixed(2)} bytes for each character, + ${ofConcat.toFixed(2)} and toUpperCase() ${ofUpper.toFixed(2)}`,
    }),
  },
  async run({ record }) {
    const text = new Array(LENGTH).fill('a').join('');
    record('ofSlice', await bytesOf((n) => text.slice(n + 1)));
    record('ofConcat', await bytesOf((n) => `${text}${n}`));
    record('ofUpper', await bytesOf((n) => text.slice(n).toUpperCase()));
  },
});

async function bytesOf(operate: (n: number) => string): Promise<number> {
  const { heapUsed, external } = await growthOf(() => Array.from({ length: TIMES }, (_, n) => operate(n)));
  return Math.max(0, heapUsed + external) / (TIMES * LENGTH);
}
