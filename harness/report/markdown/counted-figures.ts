/** The counted figures of each scenario that the catalogue page shows. `npm run docs:counted` writes them from runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMetric } from '../../metrics.ts';
import { packageRoot } from '../../package-root.ts';
import { formatFigure } from '../../units.ts';
import { escapeMarkdown } from './markdown-text.ts';

/** By scenario, then by metric. */
export type CountedFigures = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function readCountedFigures(): CountedFigures {
  return JSON.parse(readFileSync(join(packageRoot, 'scenarios', 'counted.json'), 'utf8')) as CountedFigures;
}

/** `peak buffered **256 MiB**, writes after false **16,380**`. */
export function renderCounted(figures: CountedFigures[string]): string {
  return Object.entries(figures)
    .map(([metric, value]) => `${escapeMarkdown(describeMetric(metric))} **${formatValue(metric, value)}**`)
    .join(', ');
}

/** `recorded.maxInFlightBytes` to `max in flight bytes`; a size shows its unit, so it needs no `bytes` at its end. */
function describeMetric(metric: string): string {
  const words = metric
    .replace(/^recorded\./, '')
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.replace(/ bytes$/, '');
}

/** `isClosed` is 1 or 0. */
function formatValue(metric: string, value: number): string {
  if (/^recorded\.is[A-Z]/.test(metric)) return value === 1 ? 'yes' : 'no';
  return formatFigure(value, findMetric(metric)?.unit ?? 'count');
}
