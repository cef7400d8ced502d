/**
 * Finds the classes of streams that are not Node's: other copies of the stream module, streamx, Minipass and sonic-boom.
 * All but the last call EventEmitter.init, wherever they were loaded from: a package, an ES module or a bundle.
 */
import type { NodeStream } from '../../meter/node/methods.ts';
import { seeCopy } from '../../meter/node/streams.ts';
import { seeForeignClass, seeSonicBoom } from '../../meter/npm/foreign-streams.ts';
import { isMadeByNode } from './origins.ts';
import { type ClassFacts, factsOf } from './unseen/class-facts.ts';
import { unseen } from './unseen/unseen.ts';

type Init = (this: object, options: unknown) => void;

// The program may replace them.
const { getPrototypeOf, hasOwn } = Object;
const { set: setValue } = Reflect;

/** The class that was looked at last: most emitters are made many times in turn. */
let last: object | null = null;
let factsOfLast: ClassFacts | undefined;

/**
 * `onStream` gets each stream when its states are made, and before its own class has made the rest of it: not of those
 * that only Node makes.
 */
export function seeForeignClasses(onStream: (stream: NodeStream, facts: ClassFacts) => void): void {
  const emitter = process.getBuiltinModule('events').EventEmitter as unknown as { init: Init };
  const { init: makeEmitter } = emitter;
  const init: Init = function (this, options) {
    makeEmitter.call(this, options);
    const prototype: object | null = getPrototypeOf(this);
    if (prototype !== last) look(this, prototype);
    if (factsOfLast !== undefined && !isMadeByNode(factsOfLast) && isStream(this))
      onStream(this, factsOfLast);
  };
  const descriptor = Object.getOwnPropertyDescriptor(emitter, 'init');
  Object.defineProperty(init, 'name', { value: makeEmitter.name, configurable: true });
  Object.defineProperty(emitter, 'init', { ...descriptor, value: init });
  awaitSonicBoom();
}

/** The class of an object that was made before. */
export function seeEarlierClass(object: object): void {
  look(object, getPrototypeOf(object));
}

function look(emitter: object, prototype: object | null): void {
  factsOfLast = undefined;
  last = prototype;
  if (prototype === null) return;
  const facts = factsOf(prototype);
  factsOfLast = facts;
  if (!facts.isSeen) unseen(() => see(emitter, prototype, facts));
}

function see(emitter: object, prototype: object, facts: ClassFacts): void {
  if (!isStream(emitter)) seeForeignClass(prototype);
  // The constructor of a Duplex comes here once for each of its sides.
  else if (!seeCopy(emitter)) {
    last = null;
    return;
  }
  facts.isSeen = true;
}

const isStream = (emitter: object): emitter is NodeStream =>
  hasOwn(emitter, '_readableState') || hasOwn(emitter, '_writableState');

/** It calls no constructor of EventEmitter. Node puts a module into its cache before it runs it. */
function awaitSonicBoom(): void {
  const { cache } = require;
  if (Object.getPrototypeOf(cache) !== null) return;
  const set: ProxyHandler<object>['set'] = (target, key, value, receiver) => {
    if (typeof key === 'string')
      unseen(() => {
        if (SONIC_BOOM.test(key)) awaitExports(value);
      });
    return setValue(target, key, value, receiver);
  };
  Object.setPrototypeOf(cache, new Proxy(Object.create(null), { set }));
  for (const [path, module] of Object.entries(cache))
    if (SONIC_BOOM.test(path) && typeof module?.exports === 'function')
      seeSonicBoom(module.exports.prototype);
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
