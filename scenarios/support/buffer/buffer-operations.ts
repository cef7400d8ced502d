import { choice } from '../../../harness/scenario.ts';

export const operations = choice([
  'readUInt32BE',
  'getUint32',
  'subarray',
  'equals',
  'indexOf',
  'fill',
  'copy',
  'slice',
  'fromBuffer',
  'concat',
  'write',
  'fromString',
  'toString',
  'toLatin1',
  'toBase64',
  'toHex',
  'sumOfBuffer',
  'sumOfArray',
  'spread',
  'toJSON',
]);

interface Operation {
  readonly act: () => unknown;
  /** The expected result, or what it looks like as JSON. */
  readonly expected: unknown;
}

type Operations = Record<(typeof operations)['values'][number], Operation>;

/** Each works on a Buffer of this size, or on an array of as many numbers. */
export function operationsOn(size: number): { readonly buffer: Buffer; readonly operations: Operations } {
  const buffer = Buffer.alloc(size, 'a');
  const array = [...buffer];
  const text = 'a'.repeat(size);
  const json = { type: 'Buffer', data: array };
  return {
    buffer,
    operations: {
      ...readingOperations(buffer, array),
      ...copyingOperations(buffer, json),
      write: { act: () => buffer.write(text), expected: size },
      fromString: { act: () => Buffer.from(text), expected: json },
      toString: { act: () => buffer.toString(), expected: text },
      toLatin1: { act: () => buffer.toString('latin1'), expected: text },
      toBase64: { act: () => buffer.toString('base64'), expected: btoa(text) },
      toHex: { act: () => buffer.toString('hex'), expected: '61'.repeat(size) },
      spread: { act: () => [...buffer], expected: array },
      toJSON: { act: () => buffer.toJSON(), expected: json },
    },
  };
}

function readingOperations(buffer: Buffer, array: readonly number[]) {
  const equal = Buffer.from(buffer);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  return {
    readUInt32BE: { act: () => buffer.readUInt32BE(8), expected: 0x61616161 },
    getUint32: { act: () => view.getUint32(8), expected: 0x61616161 },
    subarray: { act: () => buffer.subarray(8, 12), expected: Buffer.from('aaaa') },
    equals: { act: () => buffer.equals(equal), expected: true },
    indexOf: { act: () => buffer.indexOf(0x62), expected: -1 },
    sumOfBuffer: { act: () => sum(buffer), expected: buffer.length * 0x61 },
    sumOfArray: { act: () => sum(array), expected: buffer.length * 0x61 },
  };
}

function copyingOperations(buffer: Buffer, json: unknown) {
  const target = Buffer.alloc(buffer.length);
  const parts = Array.from({ length: 8 }, () => buffer.subarray(0, buffer.length / 8));
  return {
    fill: { act: () => target.fill(0x61), expected: json },
    copy: { act: () => buffer.copy(target), expected: buffer.length },
    // Buffer.prototype.slice() is a view, and deprecated.
    slice: { act: () => Buffer.from(Uint8Array.prototype.slice.call(buffer).buffer), expected: json },
    fromBuffer: { act: () => Buffer.from(buffer), expected: json },
    concat: { act: () => Buffer.concat(parts), expected: json },
  };
}

/** By index, as a loop over bytes does. */
function sum(values: { readonly length: number; readonly [index: number]: number }): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index] ?? 0;
  return total;
}
