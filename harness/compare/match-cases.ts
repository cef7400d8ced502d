/** Which case of A is which of B. Pure. */
import type { CaseResult } from '../result.ts';
import { type Axis, majorOf } from './compare-environments.ts';

export interface MatchedCases {
  /** In the order of A. */
  readonly pairs: readonly { readonly a: CaseResult; readonly b: CaseResult }[];
  readonly onlyInA: readonly CaseResult[];
  readonly onlyInB: readonly CaseResult[];
}

/**
 * Cases are the same by scenario, parameters and Node major, but for what the sides differ in on purpose. Of several
 * that are the same by that, such as two versions of one major, those of the very same version belong together, and
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
        .get(keyOf(one, intendedDifferences))
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
  const valuesOf = (results: readonly CaseResult[], scenario: string, name: string): Set<unknown> =>
    new Set(results.filter((one) => one.scenario === scenario).map((one) => one.parameters[name]));
  const found = [...a, ...b].flatMap(({ scenario, parameters }) =>
    Object.keys(parameters).filter((name) => {
      const [inA, inB] = [valuesOf(a, scenario, name), valuesOf(b, scenario, name)];
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
    const key = keyOf(result, intendedDifferences);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return groups;
}

function keyOf({ scenario, parameters, node }: CaseResult, intendedDifferences: ReadonlySet<Axis>): string {
  const named = Object.entries(parameters)
    .filter(([name]) => !intendedDifferences.has(`parameter.${name}`))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([scenario, named, intendedDifferences.has('node') ? '' : majorOf(node)]);
}
