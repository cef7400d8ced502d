/** What the doctor calls of what every program has, by itself or through such a function. A test looks for what is missing. */

const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

export interface BuiltIn {
  readonly holder: Record<PropertyKey, unknown>;
  readonly key: PropertyKey;
  readonly value: unknown;
  readonly descriptor: PropertyDescriptor;
}

/** Each costs every look at what a program does. */
const CALLED: readonly (readonly [holder: object, names: string])[] = [
  [Array, 'from isArray'],
  [ArrayBuffer, 'isView'],
  [JSON, 'parse stringify'],
  [Math, 'exp floor log max min random round sqrt'],
  [Number, 'isFinite isNaN parseInt'],
  [
    Object,
    'assign create defineProperty entries freeze getOwnPropertyDescriptor getOwnPropertyNames getOwnPropertySymbols getPrototypeOf hasOwn isFrozen keys setPrototypeOf values',
  ],
  [
    Reflect,
    'apply construct defineProperty deleteProperty get getOwnPropertyDescriptor getPrototypeOf ownKeys set',
  ],
  [
    Array.prototype,
    'at entries every filter find findIndex flatMap includes join keys map push reduce slice some sort splice toReversed toString unshift values',
  ],
  [FinalizationRegistry.prototype, 'register unregister'],
  [Function.prototype, 'apply bind call toString'],
  [Map.prototype, 'clear delete entries get has keys set values'],
  [Object.prototype, 'hasOwnProperty toString'],
  [RegExp.prototype, 'exec test toString'],
  [Set.prototype, 'add clear delete entries has keys values'],
  [String.prototype, 'at endsWith includes replace slice startsWith toLowerCase toString'],
  [WeakMap.prototype, 'delete get has set'],
  [WeakRef.prototype, 'deref'],
  [WeakSet.prototype, 'add delete has'],
  ...[[], new Map(), new Set()].map(
    (iterable) => [getPrototypeOf(iterable[Symbol.iterator]()) as object, 'next'] as const,
  ),
];

export const HOLDERS: readonly object[] = CALLED.map(([holder]) => holder);

export const BUILT_INS: readonly BuiltIn[] = CALLED.flatMap(([holder, names]) => {
  // By symbols, the language itself calls.
  const keys = ownKeys(holder).filter((key) => typeof key === 'symbol' || ` ${names} `.includes(` ${key} `));
  return keys.flatMap((key) => builtIn(holder, key) ?? []);
});

export function builtIn(holder: object, key: PropertyKey): BuiltIn | undefined {
  const descriptor = getOwnPropertyDescriptor(holder, key);
  if (typeof descriptor?.value !== 'function' || key === 'constructor') return undefined;
  return { holder: holder as BuiltIn['holder'], key, value: descriptor.value, descriptor };
}
