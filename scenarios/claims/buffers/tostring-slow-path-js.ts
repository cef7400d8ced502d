import { defineScenario } from '../../../harness/scenario.ts';

const FAST = 3;
const SLOW = 3;

export default defineScenario({
  name: 'tostring-slow-path-js',
  claim: {
    statement:
      'toString(), toJSON() and Buffer.from() are slow because they are JavaScript; readUInt32BE(), write() and slice() are fast because they are C++.',
    source: ['001'],
    rule: ({ recorded: { nativeFast, nativeSlow } }) => ({
      verdict: nativeFast === 0 ? 'false' : nativeFast === FAST && nativeSlow === 0 ? 'true' : 'partly',
      condition: 'of some of these methods',
      reading: `of the ${FAST} that are said to be C++, ${nativeFast} are native functions, and of the ${SLOW} that are said to be JavaScript ${nativeSlow}`,
    }),
  },
  run({ record }) {
    const { readUInt32BE, write, slice, toString: toText, toJSON } = Buffer.prototype;
    record('nativeFast', [readUInt32BE, write, slice].filter(isNative).length);
    record('nativeSlow', [toText, toJSON, Buffer.from].filter(isNative).length);
  },
});

/** A function that is written in JavaScript shows its source. */
const isNative = (method: unknown): boolean =>
  Function.prototype.toString.call(method).includes('[native code]');
