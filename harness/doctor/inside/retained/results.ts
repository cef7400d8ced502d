/**
 * What Node makes for somebody who waits for it: a file, a Blob, what was compressed. When the memory is allocated, the
 * line that has asked for it is no longer on the stack.
 */
import type { Below } from '../../../meter/call-site.ts';
import { replaceMethod } from '../../../meter/node/methods.ts';
import { whenModuleIsLoaded } from '../unseen/loaded-modules.ts';
import type { Caller } from './call-sites.ts';
import { classIn, isMemory, type NativeObserver } from './native-functions.ts';

export interface ResultObserver extends NativeObserver {
  /** Undefined while nothing is looked at, and if it would take too long. */
  readonly callerOf: (name: string, below: Below) => Caller | undefined;
  readonly result: (data: unknown, isNative: boolean, caller: Caller) => void;
}

interface Asked {
  readonly observer: ResultObserver;
  /** Whether it can be native code that allocates it. */
  readonly isNative: boolean;
}

type Ask = (this: unknown, ...args: unknown[]) => unknown;
type Owner = 'fs' | 'zlib' | 'crypto' | 'buffer';

const CALLBACKS = {
  fs: ['readFile'],
  zlib: [
    ...['gzip', 'gunzip', 'deflate', 'inflate', 'deflateRaw', 'inflateRaw', 'unzip'],
    ...['brotliCompress', 'brotliDecompress'],
  ],
  crypto: ['randomBytes'],
} as const;

const BLOB_METHODS = ['arrayBuffer', 'bytes'];

export function seeResults(observer: ResultObserver): void {
  const native = { observer, isNative: true };
  const own = { observer, isNative: false };
  const get = (name: Owner): object => process.getBuiltinModule(name);
  seeCallbacks(native, get('fs'), CALLBACKS.fs);
  // To load them for this takes up to 8 ms.
  whenModuleIsLoaded('zlib', () => seeCallbacks(own, get('zlib'), CALLBACKS.zlib));
  whenModuleIsLoaded('crypto', () => seeCallbacks(native, get('crypto'), CALLBACKS.crypto));
  whenModuleIsLoaded('internal/fs/promises', () =>
    seePromises(native, Reflect.get(get('fs'), 'promises'), ['readFile']),
  );
  whenModuleIsLoaded('internal/blob', () => {
    const blob = classIn(get('buffer'), 'Blob');
    if (blob !== undefined) seePromises(native, blob.prototype, BLOB_METHODS);
  });
}

function seeCallbacks(asked: Asked, owner: object, names: readonly string[]): void {
  for (const name of names)
    replaceMethod(owner, name, (method) => wrapCallback(asked, name, method as Ask) as never);
}

/** The callback is the last of the arguments. */
function wrapCallback({ observer, isNative }: Asked, name: string, method: Ask): Ask {
  // Without a callback, randomBytes() returns what it makes.
  const returned = (made: unknown): unknown => {
    if (isMemory(made)) observer.made(made, name, ask);
    return made;
  };
  return ask;

  function ask(this: unknown, ...args: unknown[]): unknown {
    const callback = args[args.length - 1];
    if (!isCallback(callback)) return returned(method.apply(this, args));
    const caller = observer.callerOf(name, ask);
    if (caller === undefined) return method.apply(this, args);
    args[args.length - 1] = function (this: unknown, ...results: unknown[]): unknown {
      observer.result(results[1], isNative, caller);
      return callback.apply(this, results);
    };
    return method.apply(this, args);
  }
}

const isCallback = (argument: unknown): argument is Ask => typeof argument === 'function';

function seePromises(asked: Asked, owner: object, names: readonly string[]): void {
  for (const name of names)
    replaceMethod(owner, name, (method) => wrapPromise(asked, name, method as never) as never);
}

/** Of a method, or an async function, which has no prototype. */
function wrapPromise({ observer, isNative }: Asked, name: string, method: Ask): Ask {
  const { ask } = {
    ask(this: unknown, ...args: unknown[]): unknown {
      const caller = observer.callerOf(name, ask);
      const promise = method.apply(this, args) as Promise<unknown>;
      if (caller === undefined) return promise;
      // Who gets it handles what it is rejected with.
      return promise.then((data) => {
        observer.result(data, isNative, caller);
        return data;
      });
    },
  };
  return Object.setPrototypeOf(ask, Object.getPrototypeOf(method));
}
