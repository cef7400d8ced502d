import { choice } from '../../../harness/scenario.ts';

export const operations = choice([
  'readUInt32BE',
  'subarray',
  'write',
  'toString',
  'fromString',
  'concat',
  'toJSON',
  'sumOfBuffer',
  'sumOfArray',
]);

interface Operation {
  readonly act: () => unknown;
  /** The expected result, or what it looks like as JSON. */
  readonly expected: unknown;
}

/** Each works on a Buffer of this size, or on an array of as many numbers. */
export function operationsOn(size: number): Record<(typeof operations)['values'][number], Operation> {
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

/** By index, as a loop over bytes does. */
function sum(values: { readonly length: number; readonly [index: number]: number }): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index] ?? 0;
  return total;
}
