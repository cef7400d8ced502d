/**
 * Bencher Metric Format, for `bencher run --adapter json`: for each benchmark by name, and each measure by slug, a value
 * and, where they are known, its bounds. https://bencher.dev/docs/reference/bencher-metric-format
 */

import type { Reported } from '../text/reported.ts';
import { type Figure, listBenchmarks } from './figures.ts';
import { renderJsonText } from './json-text.ts';

/** The longest slug that Bencher accepts. */
const MAX_SLUG_CHARACTERS = 64;

interface Metric {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/** For a comparison, the figures of B without bounds: its intervals are those of the differences. */
export function renderBencher(reported: Reported): string {
  const benchmarks = listBenchmarks(reported)
    .filter(({ figures }) => figures.length > 0)
    .map(({ name, figures }) => [name, makeMeasures(figures)] as const);
  return renderJsonText(Object.fromEntries(benchmarks));
}

function makeMeasures(figures: readonly Figure[]): Record<string, Metric> {
  const measures = new Map<string, Metric>();
  for (const figure of figures) measures.set(findSlug(figure.metric, measures), makeMetric(figure));
  return Object.fromEntries(measures);
}

/** `peak-buffered-bytes`. Names that scenarios record can have the same slug: later ones are numbered. */
function findSlug(metric: string, taken: ReadonlyMap<string, Metric>): string {
  const slug = metric
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
  for (let count = 1; ; count += 1) {
    const end = count === 1 ? '' : `-${count}`;
    const free = `${slug.slice(0, MAX_SLUG_CHARACTERS - end.length)}${end}`;
    if (!taken.has(free)) return free;
  }
}

function makeMetric({ value, interval }: Figure): Metric {
  if (interval === undefined) return { value };
  return { value, lower_value: interval.low, upper_value: interval.high };
}
