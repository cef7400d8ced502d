/** Which case of A is which of B. Pure. */
import { type Axis, caseKey, scenarioKey } from '../../case-key.ts';
import type { CaseResult } from '../../result.ts';
import type { Sides } from '../../sides.ts';

export interface MatchedCases {
  /** In the order of A. */
  readonly pairs: readonly Sides<CaseResult>[];
  readonly onlyInA: readonly CaseResult[];
  readonly onlyInB: readonly CaseResult[];
}

/**
 * Cases are the same by their key (see case-key.ts), but for what the sides differ in on purpose. Of several with the
 * same key, such as two versions of one major, those of the very same version belong together, and
 * the others in their order.
 */
export function matchCases(
  a: readonly CaseResult[],
  b: readonly CaseResult[],
  intendedDifferences: ReadonlySet<Axis>,
): MatchedCases {
  const matched = new Map<CaseResult, CaseResult>();
  const open = new Set(b);
  const isSame: readonly ((one: CaseResult, other: CaseResult) => boolean)[] = [
    (one, other) => one.node === other.node,
    () => true,
  ];
  const byKey = groupByKey(b, intendedDifferences);
  for (const isPair of isSame) {
    for (const one of a) {
      if (matched.has(one)) continue;
      const other = byKey
        .get(caseKey(one, intendedDifferences))
        ?.find((each) => open.has(each) && isPair(one, each));
      if (other === undefined) continue;
      matched.set(one, other);
      open.delete(other);
    }
  }
  return {
    pairs: a.flatMap((one) => {
      const other = matched.get(one);
      return other === undefined ? [] : [{ a: one, b: other }];
    }),
    onlyInA: a.filter((one) => !matched.has(one)),
    onlyInB: b.filter((one) => open.has(one)),
  };
}

/** Parameters that are one value in all cases of a scenario in A, and another, or none, in all of B; or the other way round. */
export function findDifferingParameters(a: readonly CaseResult[], b: readonly CaseResult[]): Axis[] {
  const valuesOf = (results: readonly CaseResult[], key: string, name: string): Set<unknown> =>
    new Set(results.filter((one) => scenarioKey(one) === key).map((one) => one.parameters[name]));
  const found = [...a, ...b].flatMap((one) =>
    Object.keys(one.parameters).filter((name) => {
      const key = scenarioKey(one);
      const [inA, inB] = [valuesOf(a, key, name), valuesOf(b, key, name)];
      return inA.size === 1 && inB.size === 1 && [...inA][0] !== [...inB][0];
    }),
  );
  return [...new Set(found)].map((name): Axis => `parameter.${name}`);
}

function groupByKey(
  results: readonly CaseResult[],
  intendedDifferences: ReadonlySet<Axis>,
): Map<string, CaseResult[]> {
  const groups = new Map<string, CaseResult[]>();
  for (const result of results) {
    const key = caseKey(result, intendedDifferences);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return groups;
}
