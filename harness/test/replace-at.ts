/** Puts strange values into data, for the tests of what reads files that somebody else may have made. */
import fc from 'fast-check';

export const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, -1, 1e300, 0.5, '', '__proto__', 'constructor', '../..', [], {}, true),
  fc.jsonValue({ maxDepth: 2 }),
);

export type Place = readonly string[];

/** Where there is a value in data, the data itself included. */
export function listPlaces(value: unknown, above: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [above];
  return [
    above,
    ...Object.entries(value).flatMap(([key, inner]): Place[] => listPlaces(inner, [...above, key])),
  ];
}

/** A copy with another value in one place. */
export function replaceAt(value: unknown, [key, ...below]: Place, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, key, replaceAt(Reflect.get(copy, key), below, replacement));
  return copy;
}
