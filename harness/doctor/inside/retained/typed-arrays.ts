/**
 * Sees what `new Uint8Array()` and its like allocate. There is no way to see that but to stand in their place, from
 * before the program runs, everywhere that it can get at them.
 */
import type { Below } from '../../../meter/call-site.ts';
import type { AllocationObserver, Memory } from './allocations.ts';

const NAMES = [
  ...[
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
  ],
  ...['Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'ArrayBuffer'],
];

/** Smaller ones are on the heap. */
const MIN_BYTES = 65;

// The program may replace them.
const { construct } = Reflect;
const { isView } = ArrayBuffer;
const { isArray } = Array;

type Constructor = new (...args: unknown[]) => Memory;

export function seeTypedArrays(observer: AllocationObserver): void {
  const { Uint8Array: original } = globalThis;
  for (const name of NAMES) replaceConstructor(observer, name);
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(process.getBuiltinModule('buffer'))))
    if (typeof value === 'function') inherit(value, original, globalThis.Uint8Array);
}

/** Buffer extends Uint8Array. */
function inherit(derived: object, original: object, standIn: object): void {
  for (let at: object | null = derived; at !== null; at = Object.getPrototypeOf(at))
    if (Object.getPrototypeOf(at) === original) Object.setPrototypeOf(at, standIn);
}

/** Unless it is frozen. */
function replaceConstructor(observer: AllocationObserver, name: string): void {
  const original: Constructor | undefined = Reflect.get(globalThis, name);
  if (original === undefined) return;
  const descriptor = Object.getOwnPropertyDescriptor(original.prototype, 'constructor');
  const property = Object.getOwnPropertyDescriptor(globalThis, name);
  if (!descriptor?.configurable || !property?.configurable) return;
  const standIn = makeStandIn(observer, name, original);
  for (const key of Reflect.ownKeys(original))
    Object.defineProperty(standIn, key, Object.getOwnPropertyDescriptor(original, key) ?? {});
  Object.setPrototypeOf(standIn, Object.getPrototypeOf(original));
  Object.defineProperty(original.prototype, 'constructor', { ...descriptor, value: standIn });
  Object.defineProperty(globalThis, name, { ...property, value: standIn });
}

function makeStandIn(observer: AllocationObserver, name: string, original: Constructor): Below {
  const called = `new ${name}`;
  return standIn;

  function standIn(...args: unknown[]): Memory {
    // Without `new` it throws.
    if (new.target === undefined) return (original as unknown as () => Memory)();
    const memory: Memory = construct(original, args, new.target === standIn ? original : new.target);
    const first = args[0];
    if (typeof first === 'number' || isView(first) || isArray(first)) {
      if (memory.byteLength < MIN_BYTES) return memory;
      observer.leftBytes -= memory.byteLength;
      if (observer.leftBytes < 0) observer.reached(memory, called, standIn);
    } else if (observer.isWatching && isView(memory)) observer.cut(memory, called, standIn);
    return memory;
  }
}
