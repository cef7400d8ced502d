/** The counted figures of each scenario that the catalogue page shows. `npm run docs:counted` writes them from runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMetric } from '../../metrics.ts';
import { packageRoot } from '../../package-root.ts';
import { formatFigure } from '../../units.ts';
import { codeCell, escapeMarkdown } from './markdown-text.ts';

/** By scenario, then by metric. */
export type CountedFigures = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function readCountedFigures(): CountedFigures {
  return JSON.parse(readFileSync(join(packageRoot, 'scenarios', 'counted.json'), 'utf8')) as CountedFigures;
}

/** `peak buffered **256 MiB**, writes after false **16,380**`. */
export function renderCounted(figures: CountedFigures[string]): string {
  const metrics = Object.keys(figures);
  return Object.entries(figures)
    .map(([metric, value]) => `${describeMetric(metric, metrics)} **${formatValue(metric, value)}**`)
    .join(', ');
}

/**
 * `recorded.openFiles` to `open files`. A size shows its unit, so it needs no `bytes` at its end, unless a count has the
 * same words. A name that is not an identifier, such as that of a call, stays as it is.
 */
function describeMetric(metric: string, metrics: readonly string[]): string {
  const name = metric.replace(/^recorded\./, '');
  if (!/^\w+$/.test(name)) return codeCell(name);
  const words = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const isAmbiguous = metrics.includes(metric.replace(/Bytes$/, '')) && metric.endsWith('Bytes');
  return escapeMarkdown(words.replace(/ bytes$/, isAmbiguous ? ' (bytes)' : ''));
}

/** `isClosed` is 1 or 0. */
function formatValue(metric: string, value: number): string {
  if (/^recorded\.is[A-Z]/.test(metric)) return value === 1 ? 'yes' : 'no';
  return formatFigure(value, findMetric(metric)?.unit ?? 'count');
}
