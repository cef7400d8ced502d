/** What a scenario may not exceed: every run is held to it. Pure. */
import { growthMetricNamed, METRICS, type Metric } from '../metrics.ts';
import type { Check, Growth, RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { formatBytes, formatCount, formatDuration } from '../units.ts';

interface ToLimit {
  readonly expected: { readonly limits?: Readonly<Partial<Record<string, number | 'bounded'>>> | undefined };
  readonly growth: Growth | undefined;
  readonly growthRequested: boolean;
}

/** `runs` are those that ended as they should. What nobody asked to be measured, such as a profile with --quick, is not judged. */
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

/** A limit on a figure that no run has is not kept: nobody knows. */
function judgeLimit(name: string, limit: number, runs: readonly RunResult[]): Check[] {
  const { unit, measuredBy, read } = metricOf(name);
  const measured = runs.filter(({ kind }) => kind === measuredBy);
  if (measured.length === 0) return [];
  const values = measured.flatMap((run) => read(run) ?? []);
  const worst = Math.max(...values);
  const passed = values.length > 0 && worst <= limit;
  const [most, was] = formatBoth([limit, worst], name.endsWith('Bytes') ? 'bytes' : unit);
  const found = passed ? '' : `, and it was ${values.length === 0 ? 'not measured' : was}`;
  return [{ text: `limit: ${name} is at most ${most}${found}`, passed }];
}

function judgeGrowthLimit(growth: Growth | undefined): Check {
  const passed = growth?.verdict === 'bounded';
  const found = growth === undefined ? 'it was not measured' : `it is ${growth.verdict}`;
  return { text: `limit: growth is bounded${passed ? '' : `, and ${found}`}`, passed };
}

const metricOf = (name: string): Omit<Metric, 'name'> =>
  METRICS.find((metric) => metric.name === name) ?? growthMetricNamed(name as GrowthMetric);

/** Exact where they would look the same. */
function formatBoth(values: readonly number[], unit: Metric['unit']): string[] {
  const format = unit === 'bytes' ? formatBytes : unit === 'ms' ? formatDuration : formatCount;
  const [first = '', second = ''] = values.map(format);
  if (first !== second || values[0] === values[1]) return [first, second];
  return values.map((value) => `${value.toLocaleString('en-US')}${unit === 'count' ? '' : ` ${unit}`}`);
}
