import { medianInterval } from '../stats/median-interval.ts';
import { median } from '../stats/quantile.ts';

export type FigureUnit = 'bytes' | 'count' | 'ms' | 'ns' | 'percent' | 'ratio';

/** What the value of a figure must reach; a figure without a target is informational. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** One measured figure of the harness. */
export interface Figure {
  readonly name: string;
  readonly unit: FigureUnit;
  /** Which of the values is reported. */
  readonly statistic: 'median' | 'greatest' | 'least';
  readonly value: number;
  /** For a median, the interval with the coverage `confidence`; otherwise the range of the values. */
  readonly low: number;
  readonly high: number;
  /** 0 to 1; only for a median. */
  readonly confidence?: number;
  readonly n: number;
  readonly target?: Target;
  /** Absent without a target. */
  readonly isReached?: boolean;
  /** In the order in which they were measured. */
  readonly values: readonly number[];
}

interface FigureName {
  readonly name: string;
  readonly unit: FigureUnit;
  readonly target?: Target;
}

/** The median of values that vary. */
export function medianFigure(named: FigureName, values: readonly number[]): Figure {
  const { n, median: value, low, high, confidence } = medianInterval(values);
  return judge({ ...named, statistic: 'median', value, low, high, confidence, n, values });
}

/** The worst value, if every run must reach the target; without a target, the median and the range. */
export function extremeFigure(named: FigureName, values: readonly number[]): Figure {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const { statistic, value } = chooseExtreme(named.target, values, low, high);
  return judge({ ...named, statistic, value, low, high, n: values.length, values });
}

/** Whether all targets are reached. */
export const isAllReached = (figures: readonly Figure[]): boolean =>
  figures.every(({ isReached }) => isReached !== false);

function chooseExtreme(
  target: Target | undefined,
  values: readonly number[],
  low: number,
  high: number,
): Pick<Figure, 'statistic' | 'value'> {
  if (target === undefined) return { statistic: 'median', value: median(values) };
  return 'atMost' in target ? { statistic: 'greatest', value: high } : { statistic: 'least', value: low };
}

function judge(figure: Omit<Figure, 'isReached'>): Figure {
  const { target, value } = figure;
  if (target === undefined) return figure;
  return { ...figure, isReached: 'atMost' in target ? value <= target.atMost : value >= target.atLeast };
}
