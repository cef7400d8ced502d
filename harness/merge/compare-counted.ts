/** Counted figures are equal on every machine: where a case was measured more than once, they are compared. Pure. */

import { EXACT_RULES } from '../compare/metric-rules.ts';
import { metricNamed } from '../metrics.ts';
import { nameUnit, unitKey } from '../plan/unit-key.ts';
import type { CaseResult } from '../result.ts';
import { nameNode } from '../runtimes/runtime.ts';
import { namePart } from './find-faults.ts';
import type { Part } from './parts.ts';

/** A figure that its own runs do not agree in says nothing of a machine. */
export function compareCounted(one: Part, other: Part): string[] {
  const others = new Map(other.results.map((result) => [keyOf(result), result]));
  return one.results.flatMap((result) => {
    const again = others.get(keyOf(result));
    if (again === undefined) return [];
    return EXACT_RULES.filter(({ floorBytes }) => floorBytes === 0).flatMap(({ metric }) => {
      const [figure, repeated] = [result, again].map((each) => readConstant(each, metric));
      if (figure === undefined || repeated === undefined || figure === repeated) return [];
      const where = `${nameUnit(unitKey(result))} on ${nameNode(result.node)}`;
      return [`${where}: ${metric} is ${figure} in ${namePart(one)}, and ${repeated} in ${namePart(other)}`];
    });
  });
}

const keyOf = (result: CaseResult): string => JSON.stringify([unitKey(result), result.node]);

/** Undefined where it was not measured, or differs between runs. */
function readConstant(
  { runs }: CaseResult,
  metric: (typeof EXACT_RULES)[number]['metric'],
): number | undefined {
  const { read, measuredBy } = metricNamed(metric);
  const values = runs
    .filter(({ kind, outcome }) => kind === measuredBy && outcome.state === 'completed')
    .map(read)
    .filter((value) => value !== undefined);
  return new Set(values).size === 1 ? values[0] : undefined;
}
