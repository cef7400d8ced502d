import { bytes, choice, defineScenario, KiB } from '../harness/scenario.ts';
import { recordTime } from './support/record-time.ts';

export default defineScenario({
  name: 'buffer-operations',
  title: 'What one operation on a Buffer costs',
  about: {
    does: 'Times one operation on a Buffer of a given size, over and over, in a process of its own.',
    matters:
      'subarray() shares memory and costs the same at any size; toString(), toJSON() and concat() copy all of it, and toJSON() makes an object of every byte.',
    shows:
      'Reading and slicing do not depend on the size, what copies grows with it; an index into a Buffer is about as fast as one into an array.',
  },
  tags: ['buffer', 'operations'],
  parameters: {
    operation: choice([
      'readUInt32BE',
      'subarray',
      'write',
      'toString',
      'fromString',
      'concat',
      'toJSON',
      'sumOfBuffer',
      'sumOfArray',
    ]),
    size: bytes([64, 4 * KiB, 64 * KiB]),
  },
  comparison: { of: 'recorded.nanoseconds', rows: 'operation', columns: 'size' },
  expect: {
    holds: ({ recorded }) => ({
      'the operation gives what it should': recorded.isRight === 1,
      'it was timed': (recorded.nanoseconds ?? 0) > 0,
    }),
  },
  setup: ({ loadTimer }) => loadTimer(),
  async run({ parameters: { operation, size }, prepared: time, record }) {
    const { act, expected } = operations(size)[operation];
    record('isRight', Number(JSON.stringify(act()) === JSON.stringify(expected)));
    recordTime(record, await time(act));
  },
});

function operations(size: number) {
  const buffer = Buffer.alloc(size, 'a');
  const array = [...buffer];
  const text = 'a'.repeat(size);
  const parts = Array.from({ length: 8 }, () => buffer.subarray(0, size / 8));
  const json = { type: 'Buffer', data: array };
  return {
    readUInt32BE: { act: () => buffer.readUInt32BE(8), expected: 0x61616161 },
    subarray: { act: () => buffer.subarray(8, 12), expected: Buffer.from('aaaa') },
    write: { act: () => buffer.write(text), expected: size },
    toString: { act: () => buffer.toString(), expected: text },
    fromString: { act: () => Buffer.from(text), expected: json },
    concat: { act: () => Buffer.concat(parts), expected: json },
    toJSON: { act: () => buffer.toJSON(), expected: json },
    sumOfBuffer: { act: () => sum(buffer), expected: size * 0x61 },
    sumOfArray: { act: () => sum(array), expected: size * 0x61 },
  };
}

/** By index, as one reads bytes in a loop. */
function sum(values: { readonly length: number; readonly [index: number]: number }): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index] ?? 0;
  return total;
}
