import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compiled } from '../../../package-root.ts';
import { BUILT_INS, builtIn, HOLDERS } from './built-ins.ts';

const NAMESPACES = new Map<object, string>(
  Object.entries({ Array, ArrayBuffer, JSON, Math, Number, Object, Reflect }).map(([name, it]) => [it, name]),
);

/** As a method; of a namespace as a property, or in `const { name } = Namespace`. */
function isMentioned(source: string, holder: object, key: string): boolean {
  const namespace = NAMESPACES.get(holder);
  if (namespace === undefined) return new RegExp(`\\.${key}\\b`).test(source);
  return new RegExp(`\\b${namespace}\\.${key}\\b|\\{[^{}]*\\b${key}\\b[^{}]*\\}=${namespace}\\b`).test(
    source,
  );
}

test('of what every program has, nothing is called that is not put back first', () => {
  const source = readFileSync(compiled('harness/doctor/doctor.cjs'), 'utf8');
  const isPutBack = (holder: object, key: PropertyKey): boolean =>
    BUILT_INS.some((known) => known.holder === holder && known.key === key);
  const missing = HOLDERS.flatMap((holder) =>
    Object.getOwnPropertyNames(holder)
      .filter((key) => builtIn(holder, key) !== undefined && !isPutBack(holder, key))
      .filter((key) => isMentioned(source, holder, key)),
  );
  expect(missing).toEqual([]);
});
