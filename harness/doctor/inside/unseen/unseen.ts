/**
 * A program can replace what every program has, such as `Array.prototype.map`, by a function of its own that prints, or
 * writes into a stream. What the doctor does on the way of a call must not call that: meanwhile everything is put back.
 */

import { BUILT_INS, type BuiltIn } from './built-ins.ts';

const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;

interface Replaced {
  readonly builtIn: BuiltIn;
  readonly by: PropertyDescriptor | undefined;
}

let depth = 0;
/** The doctor's own functions are nested less deeply: then it calls the program, which calls it. */
const MAX_DEPTH = 8;

/** The first one, if any: the doctor's own, or that of a getter of the program. */
export const failure: { message: string | undefined } = { message: undefined };

const describe = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');

/** Does what the program is not to see. */
export function unseen<Result>(work: () => Result): Result | undefined {
  if (depth > MAX_DEPTH) return undefined;
  depth += 1;
  const replaced = depth === 1 ? putBack() : undefined;
  try {
    return work();
  } catch (error) {
    // The program goes on as if nobody looked.
    failure.message ??= describe(error);
    return undefined;
  } finally {
    if (replaced !== undefined) replaceAgain(replaced);
    depth -= 1;
  }
}

/** Does what calls nothing that a program can replace, as often as chunks come: to look at everything takes longer than that. */
export function unseenAnyway<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    failure.message ??= describe(error);
    return undefined;
  }
}

/** Undefined if all are as they were, which is looked at without a call of any. */
function putBack(): Replaced[] | undefined {
  let replaced: Replaced[] | undefined;
  for (let index = 0; index < BUILT_INS.length; index += 1) {
    const builtIn = BUILT_INS[index] as BuiltIn;
    if (builtIn.holder[builtIn.key] === builtIn.value) continue;
    const by = getOwnPropertyDescriptor(builtIn.holder, builtIn.key);
    if (!defineProperty(builtIn.holder, builtIn.key, builtIn.descriptor)) continue;
    replaced ??= [];
    replaced[replaced.length] = { builtIn, by };
  }
  return replaced;
}

function replaceAgain(replaced: readonly Replaced[]): void {
  for (let index = 0; index < replaced.length; index += 1) {
    const { builtIn, by } = replaced[index] as Replaced;
    if (by === undefined) deleteProperty(builtIn.holder, builtIn.key);
    else defineProperty(builtIn.holder, builtIn.key, by);
  }
}

/** With methods of its own, for what happens too often to put everything back. */
export class OwnSet<Item> extends Set<Item> {}
export class OwnMap<Key, Value> extends Map<Key, Value> {}

export class OwnWeakMap<Key extends object, Value> extends WeakMap<Key, Value> {}

keepMethods(OwnWeakMap.prototype, WeakMap.prototype, ['get', 'has', 'set']);
keepMethods(OwnSet.prototype, Set.prototype, ['add', 'delete', 'has', 'size', Symbol.iterator]);
keepMethods(OwnMap.prototype, Map.prototype, ['delete', 'get', 'set']);

function keepMethods(own: object, all: object, names: readonly PropertyKey[]): void {
  for (const name of names) {
    const descriptor = getOwnPropertyDescriptor(all, name);
    if (descriptor !== undefined) defineProperty(own, name, descriptor);
  }
}
