/**
 * Other copies of the stream module, such as readable-stream, and streams that are older than this module. Their classes
 * are prepared like Node's.
 */

import type { State } from './internals.ts';
import {
  replaceMethod,
  wrapDestroy,
  wrapEnd,
  wrapPush,
  wrapSetEncoding,
  wrapTransformWrite,
  wrapUnshift,
} from './methods.ts';
import { wrapWrite } from './write-method.ts';

/** The methods that are wrapped, where a base class has them itself. */
export const WRAPS = {
  write: wrapWrite,
  end: wrapEnd,
  push: wrapPush,
  unshift: wrapUnshift,
  setEncoding: wrapSetEncoding,
  destroy: wrapDestroy,
} as const;

/** The prototypes of states whose lengths are seen, and those of them that are not Node's. */
const seen = new WeakSet<object>();
const copies = new WeakSet<object>();

/** The classes of streams whose methods are wrapped. */
const wrapped = new WeakSet<object>();

/** To be called before a side of a stream is counted. */
export function seeLength(stream: object, state: State, accessor: PropertyDescriptor): void {
  const prototype: object | null = Object.getPrototypeOf(state);
  if (prototype === null || prototype === Object.prototype) return;
  const isOwn = Object.hasOwn(state, 'length');
  if (isOwn && !seen.has(prototype)) copies.add(prototype);
  if (copies.has(prototype)) wrapCopy(stream);
  if (!isOwn) return;
  seeLengths(prototype, accessor);
  // Without its own length it is slower, so that this is done for the older ones only.
  const { length } = state;
  delete (state as { length?: number }).length;
  state.length = length;
}

export function seeLengths(prototype: object, accessor: PropertyDescriptor): void {
  if (seen.has(prototype)) return;
  seen.add(prototype);
  Object.defineProperty(prototype, 'length', accessor);
}

/** The base class of a method is the last one in the chain of prototypes that has it. */
function wrapCopy(stream: object): void {
  const ownClass: object | null = Object.getPrototypeOf(stream);
  if (ownClass === null || wrapped.has(ownClass)) return;
  wrapped.add(ownClass);
  const bases = new Map<string, object>();
  for (let at: object | null = ownClass; at !== null; at = Object.getPrototypeOf(at)) {
    for (const name of Object.keys(WRAPS)) if (Object.hasOwn(at, name)) bases.set(name, at);
    if (Object.hasOwn(at, '_transform')) bases.set('_write', at);
  }
  for (const [name, base] of bases) {
    if (name === '_write') replaceMethod(base, name, wrapTransformWrite);
    else replaceMethod(base, name, WRAPS[name as keyof typeof WRAPS]);
  }
}
