/** Judges the limits of a scenario, which no run may exceed. Pure. */
import { findMetric } from '../metrics.ts';
import type { Expectation, Growth, RunResult } from '../result.ts';
import { formatFigure, type Unit } from '../units.ts';
import { doubtRecorded, explainUnmeasured } from './explain-unmeasured.ts';

interface ToLimit {
  readonly expected: {
    /** The metric of growth. */
    readonly metric: string;
    readonly limits?: Readonly<Partial<Record<string, number | 'bounded'>>> | undefined;
  };
  /** However they ended. */
  readonly runs: readonly RunResult[];
  readonly growth: Growth | undefined;
  readonly growthRequested: boolean;
  readonly warnings: ReadonlySet<string>;
}

/** `ended` are the runs that ended as expected. A metric of a run kind that was not requested, such as a profile with --quick, is not judged. */
export function judgeLimits(one: ToLimit, ended: readonly RunResult[]): Expectation[] {
  const { expected, growth, growthRequested } = one;
  return Object.entries(expected.limits ?? {}).flatMap(([name, limit]) => {
    if (limit === undefined) return [];
    if (limit !== 'bounded') return judgeLimit(name, limit, one, ended);
    const doubt = doubtRecorded(expected.metric, one.warnings);
    return growthRequested ? [judgeGrowthLimit(growth, expected.metric, ended, doubt)] : [];
  });
}

function judgeLimit(
  name: string,
  limit: number,
  { runs, warnings }: ToLimit,
  ended: readonly RunResult[],
): Expectation[] {
  const metric = findMetric(name);
  if (metric === undefined) throw new RangeError(`there is no metric ${name}`);
  const { unit, measuredBy, read } = metric;
  const isMeasured = ({ kind }: RunResult): boolean => kind === measuredBy;
  if (!runs.some(isMeasured)) return [];
  const measured = ended.filter(isMeasured);
  const values = measured.flatMap((run) => read(run) ?? []);
  const worst = Math.max(...values);
  const [max, was] = formatDistinct([limit, worst], unit);
  const text = `limit: ${name} is at most ${max}`;
  // Nothing shows that it was met.
  if (values.length === 0) return [{ text, notJudged: explainUnmeasured(name, measured) }];
  const doubt = doubtRecorded(name, warnings);
  if (doubt !== undefined) return [{ text, notJudged: doubt }];
  return [worst <= limit ? { text, passed: true } : { text: `${text}, and it was ${was}`, passed: false }];
}

function judgeGrowthLimit(
  growth: Growth | undefined,
  metric: string,
  ended: readonly RunResult[],
  doubt: string | undefined,
): Expectation {
  const text = 'limit: growth is bounded';
  if (doubt !== undefined) return { text, notJudged: doubt };
  if (growth === undefined) return { text, notJudged: explainUnmeasured(metric, ended) };
  const passed = growth.verdict === 'bounded';
  return { text: passed ? text : `${text}, and it is ${growth.verdict}`, passed };
}

/** Two different figures never look the same: they are shown in full if their short forms are equal. */
export function formatDistinct(values: readonly [number, number], unit: Unit): string[] {
  const [first, second] = values.map((value) => formatFigure(value, unit)) as [string, string];
  if (first !== second || values[0] === values[1]) return [first, second];
  return values.map((value) => `${value.toLocaleString('en-US')}${unit === 'count' ? '' : ` ${unit}`}`);
}
