/**
 * Streams whose chunks are looked at when they come, and not when they are allocated: connections and the bodies of
 * messages, for which native code allocates, and files, where a stack would only say that it is Node that reads.
 */

import { replaceMethod } from '../../../meter/node/methods.ts';
import { whenModuleIsLoaded } from '../unseen/loaded-modules.ts';
import { OwnWeakMap, unseen } from '../unseen/unseen.ts';

const CLASSES = new Set<string | undefined>(['Socket', 'IncomingMessage', 'Http2Stream', 'ReadStream']);

const known = new OwnWeakMap<object, boolean>();

// The program may replace them.
const { getOwnPropertyDescriptor, getPrototypeOf } = Object;

export function isNativeStream(stream: object): boolean {
  const prototype: object | null = getPrototypeOf(stream);
  if (prototype === null) return false;
  let isNative = known.get(prototype);
  if (isNative === undefined) {
    isNative = unseen(() => extendsNative(prototype)) === true;
    known.set(prototype, isNative);
  }
  return isNative;
}

function extendsNative(prototype: object): boolean {
  for (let at: object | null = prototype; at !== null; at = getPrototypeOf(at)) {
    const make: unknown = getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof make === 'function' && CLASSES.has(make.name)) return true;
  }
  return false;
}

type Read = (this: object, bytes: unknown) => unknown;

/** `isReading` is set while a file stream allocates the memory for a chunk. */
export function seeFileStreams(observer: { isReading: boolean }): void {
  whenModuleIsLoaded('internal/fs/streams', () => {
    const { ReadStream } = process.getBuiltinModule('fs');
    replaceMethod(ReadStream.prototype, '_read', (method) => wrapRead(observer, method as Read) as never);
  });
}

function wrapRead(observer: { isReading: boolean }, method: Read): Read {
  return function _read(this, bytes) {
    observer.isReading = true;
    try {
      return method.call(this, bytes);
    } finally {
      observer.isReading = false;
    }
  };
}
