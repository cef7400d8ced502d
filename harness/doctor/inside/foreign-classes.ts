/**
 * Finds the classes of streams that are not Node's: other copies of the stream module, streamx, Minipass and sonic-boom.
 * All but the last call EventEmitter.init, wherever they were loaded from: a package, an ES module or a bundle.
 */
import Module from 'node:module';
import type { NodeStream } from '../../meter/node-methods.ts';
import { seeCopy } from '../../meter/node-streams.ts';
import { seeForeignClass, seeSonicBoom } from '../../meter/npm/foreign-streams.ts';

type Init = (this: object, options: unknown) => void;

/** Of whatever was made already. The last one is asked for first: most emitters are made many times in turn. */
const known = new WeakSet<object>();
let last: object | null = null;

/** `onStream` gets each stream when its states are made, and before its own class has made the rest of it. */
export function seeForeignClasses(onStream: (stream: NodeStream) => void): void {
  const emitter = process.getBuiltinModule('events').EventEmitter as unknown as { init: Init };
  const { init: makeEmitter } = emitter;
  const init: Init = function (this, options) {
    makeEmitter.call(this, options);
    const prototype: object | null = Object.getPrototypeOf(this);
    if (prototype !== last) look(this, prototype);
    if (isStream(this)) onStream(this);
  };
  const descriptor = Object.getOwnPropertyDescriptor(emitter, 'init');
  Object.defineProperty(init, 'name', { value: makeEmitter.name, configurable: true });
  Object.defineProperty(emitter, 'init', { ...descriptor, value: init });
  awaitSonicBoom();
}

/** The class of an object that was made before. */
export function seeEarlierClass(object: object): void {
  const prototype: object | null = Object.getPrototypeOf(object);
  if (prototype !== null && !known.has(prototype)) look(object, prototype);
}

function look(emitter: object, prototype: object | null): void {
  if (prototype === null) return;
  last = prototype;
  if (known.has(prototype)) return;
  if (!isStream(emitter)) seeForeignClass(prototype);
  // The constructor of a Duplex comes here once for each of its sides.
  else if (!seeCopy(emitter)) {
    last = null;
    return;
  }
  known.add(prototype);
}

const isStream = (emitter: object): emitter is NodeStream =>
  Object.hasOwn(emitter, '_readableState') || Object.hasOwn(emitter, '_writableState');

/** It calls no constructor of EventEmitter. Node puts a module into its cache before it runs it. */
function awaitSonicBoom(): void {
  const { _cache: cache } = Module as unknown as { readonly _cache: object };
  if (Object.getPrototypeOf(cache) !== null) return;
  const set: ProxyHandler<object>['set'] = (target, key, value, receiver) => {
    if (typeof key === 'string' && SONIC_BOOM.test(key)) awaitExports(value);
    return Reflect.set(target, key, value, receiver);
  };
  Object.setPrototypeOf(cache, new Proxy(Object.create(null), { set }));
  for (const [path, { exports }] of Object.entries(cache as Record<string, { readonly exports?: unknown }>))
    if (SONIC_BOOM.test(path) && typeof exports === 'function') seeSonicBoom(exports.prototype);
}

const SONIC_BOOM = /[\\/]sonic-boom[\\/](index\.js)?$/;

function awaitExports(module: object): void {
  const exports: unknown = Reflect.get(module, 'exports');
  const become = (value: unknown): void =>
    void Object.defineProperty(module, 'exports', {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  Object.defineProperty(module, 'exports', {
    configurable: true,
    enumerable: true,
    get: () => exports,
    set(value: unknown) {
      become(value);
      if (typeof value === 'function') seeSonicBoom(value.prototype);
    },
  });
}
