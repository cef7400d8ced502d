/** Judges the limits of a scenario, which no run may exceed. Pure. */
import { findMetric } from '../metrics.ts';
import type { Check, Growth, RunResult } from '../result.ts';
import { formatFigure, type Unit } from '../units.ts';

interface ToLimit {
  readonly expected: { readonly limits?: Readonly<Partial<Record<string, number | 'bounded'>>> | undefined };
  readonly growth: Growth | undefined;
  readonly growthRequested: boolean;
}

/** `runs` are those that ended as expected. A metric of a run kind that was not requested, such as a profile with --quick, is not judged. */
export function judgeLimits(
  { expected, growth, growthRequested }: ToLimit,
  runs: readonly RunResult[],
): Check[] {
  return Object.entries(expected.limits ?? {}).flatMap(([name, limit]) => {
    if (limit === undefined) return [];
    if (limit !== 'bounded') return judgeLimit(name, limit, runs);
    return growthRequested ? [judgeGrowthLimit(growth)] : [];
  });
}

/** A limit on a figure that no run has fails, because nothing shows that it was met. */
function judgeLimit(name: string, limit: number, runs: readonly RunResult[]): Check[] {
  const metric = findMetric(name);
  if (metric === undefined) throw new RangeError(`there is no metric ${name}`);
  const { unit, measuredBy, read } = metric;
  const measured = runs.filter(({ kind }) => kind === measuredBy);
  if (measured.length === 0) return [];
  const values = measured.flatMap((run) => read(run) ?? []);
  const worst = Math.max(...values);
  const passed = values.length > 0 && worst <= limit;
  const [max, was] = formatDistinct([limit, worst], unit);
  const actual = passed ? '' : `, and it was ${values.length === 0 ? 'not measured' : was}`;
  return [{ text: `limit: ${name} is at most ${max}${actual}`, passed }];
}

function judgeGrowthLimit(growth: Growth | undefined): Check {
  const passed = growth?.verdict === 'bounded';
  const actual = growth === undefined ? 'it was not measured' : `it is ${growth.verdict}`;
  return { text: `limit: growth is bounded${passed ? '' : `, and ${actual}`}`, passed };
}

/** Two different figures never look the same: they are shown in full if their short forms are equal. */
function formatDistinct(values: readonly [number, number], unit: Unit): string[] {
  const [first, second] = values.map((value) => formatFigure(value, unit)) as [string, string];
  if (first !== second || values[0] === values[1]) return [first, second];
  return values.map((value) => `${value.toLocaleString('en-US')}${unit === 'count' ? '' : ` ${unit}`}`);
}
