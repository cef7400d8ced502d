import { defineScenario } from '../../../harness/scenario.ts';
import { interleavedTimes } from '../../support/claims/interleaved-times.ts';

const NUMBERS = 65_536;
const CALLS = 400;

export default defineScenario({
  name: 'buffer-vs-array-speed',
  claim: {
    statement: 'Reading buffer[0] is much faster than reading array[0].',
    source: ['001'],
    measured: ['ratio'],
    isTiming: true,
    rule: ({ recorded: { ratio = 0 } }) => ({
      verdict: ratio >= 2 ? 'true' : ratio >= 1.5 ? 'partly' : 'false',
      condition: 'somewhat',
      reading: `adding up ${NUMBERS} numbers takes ${ratio.toFixed(1)} times as long in an array as in a Buffer`,
    }),
  },
  run({ record }) {
    const buffer = Buffer.alloc(NUMBERS, 7);
    const array = Array.from(buffer);
    const [ofBuffer = 0, ofArray = 0] = interleavedTimes(
      [() => addBuffer(buffer), () => addArray(array)],
      CALLS,
    );
    if (ofBuffer === 0) throw new Error('nothing was timed');
    record('ratio', ofArray / ofBuffer);
  },
});

function addBuffer(numbers: Buffer): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index += 1) sum += numbers[index] ?? 0;
  return sum;
}

/** The same again, so that V8 compiles each of them for one kind of object. */
function addArray(numbers: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index += 1) sum += numbers[index] ?? 0;
  return sum;
}
