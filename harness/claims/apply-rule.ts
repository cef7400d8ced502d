import type { Checked } from '../scenario-context.ts';
import type { Claim, ClaimVerdict, RulingEdge, RunRuling } from './claim.ts';

/** A reading that is measured, not counted, and so near to the edge of a rule has no verdict. */
const EDGE = 0.1;

const VERDICTS: ReadonlySet<unknown> = new Set([
  ...(['true', 'false', 'partly', 'not tested'] satisfies ClaimVerdict[]),
]);

type Readings = Checked<Readonly<Record<string, number | string>>>;

/**
 * The ruling on the readings of one run, and whether a measured reading that were 10 % more, or less, would have changed
 * it. Throws a TypeError for a rule that returns anything but a ruling, and for a measured reading that was not recorded.
 */
export function applyRule(
  { rule, measured = [] }: Claim<Readings['parameters']>,
  readings: Readings,
): RunRuling {
  const ruling = requireRuling(rule(readings));
  // Where there is nothing to test, nothing was measured.
  if (ruling.verdict === 'not tested') return ruling;
  const edges = measured.flatMap((name) => findEdges(name, ruling.verdict, rule, readings));
  return { ...ruling, ...(edges.length > 0 && { edges }) };
}

function findEdges(
  name: string,
  verdict: ClaimVerdict,
  rule: Claim<Readings['parameters']>['rule'],
  readings: Readings,
): RulingEdge[] {
  const value = Object.hasOwn(readings.recorded, name) ? readings.recorded[name] : undefined;
  if (value === undefined) throw new TypeError(`claim.measured: '${name}' was not recorded`);
  return (['more', 'less'] as const).flatMap((change) => {
    const factor = change === 'more' ? 1 + EDGE : 1 - EDGE;
    const recorded = { ...readings.recorded, [name]: value * factor };
    const other = requireRuling(rule({ ...readings, recorded })).verdict;
    return other === verdict ? [] : [{ reading: name, value, change, verdict: other }];
  });
}

/** A scenario is not type-checked when it is compiled. */
function requireRuling(returned: unknown): RunRuling {
  const { verdict, condition, reading, ...others } = (returned ?? {}) as Readonly<Record<string, unknown>>;
  if (!VERDICTS.has(verdict))
    throw new TypeError(
      `claim.rule must return the verdict 'true', 'false', 'partly' or 'not tested', not ${describeReturned(returned, verdict)}`,
    );
  if (typeof reading !== 'string' || reading.trim() === '')
    throw new TypeError('claim.rule must return the readings that decide as one line of text');
  const hasCondition = typeof condition === 'string' && condition.trim() !== '';
  if (verdict === 'partly' && !hasCondition)
    throw new TypeError("claim.rule must return the condition under which the claim is true with 'partly'");
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new TypeError(
      `claim.rule must return verdict, condition and reading, and no ${unknown}${unknown === 'measured' ? ': that is a key of claim' : ''}`,
    );
  return {
    verdict: verdict as ClaimVerdict,
    // A rule may always return it.
    ...(verdict === 'partly' && hasCondition && { condition }),
    reading,
  };
}

const describeReturned = (returned: unknown, verdict: unknown): string =>
  returned instanceof Promise ? 'a promise: it must not be async' : String(verdict);
