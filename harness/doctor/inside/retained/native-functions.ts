/** Functions that allocate in native code, and return at once. */
import type { Below } from '../../../meter/call-site.ts';
import { replaceMethod } from '../../../meter/node/methods.ts';
import type { Memory } from './allocations.ts';

export interface NativeObserver {
  /** To be called with what was allocated. */
  made(memory: Memory, name: string, below: Below): void;
}

type Make = (this: unknown, ...args: unknown[]) => unknown;

// The program may replace them.
const { isView } = ArrayBuffer;
const { isAnyArrayBuffer } = process.getBuiltinModule('util').types;
const { getOwnPropertyDescriptor } = Object;

export function seeNativeFunctions(observer: NativeObserver): void {
  const encoder = classIn(process.getBuiltinModule('util'), 'TextEncoder');
  if (encoder !== undefined)
    replaceMethod(
      encoder.prototype,
      'encode',
      (method) => wrapNative(observer, 'encode', method as Make) as never,
    );
}

/** Of a method of a class, which has no prototype. */
function wrapNative(observer: NativeObserver, name: string, method: Make): Make {
  const { make } = {
    make(this: unknown, ...args: unknown[]): unknown {
      const made = method.apply(this, args);
      if (isMemory(made)) observer.made(made, name, make);
      return made;
    },
  };
  return make;
}

export const isMemory = (made: unknown): made is Memory => isView(made) || isAnyArrayBuffer(made);

/** Undefined if it is an accessor, as in Node.js 20: that replaces itself when it is used, and a program would see it. */
export function classIn(owner: object, name: string): { readonly prototype: object } | undefined {
  const value: unknown = getOwnPropertyDescriptor(owner, name)?.value;
  return typeof value === 'function' ? value : undefined;
}
