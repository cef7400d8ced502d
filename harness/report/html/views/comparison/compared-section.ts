/** One case of two reports: memory over each other, and every metric with its difference. */
import { differenceOf, isGated, type MetricComparison } from '../../../../compare/verdict.ts';
import {
  describeIntervals,
  formatDetectable,
  formatLongDifference,
  formatLongFigure,
  formatShortDifference,
} from '../../../text/comparison-figures.ts';
import { html, type Markup, NOTHING } from '../../markup.ts';
import { nameInFull } from '../../name-in-full.ts';
import { type Cell, renderTable } from '../../table.ts';
import { overlaySources } from '../pair-overlay.ts';
import type { ComparedCase } from './compared-cases.ts';

const COLUMNS = [
  { head: 'metric' },
  { head: 'verdict' },
  { head: 'A', isNumber: true },
  { head: 'B', isNumber: true },
  { head: 'difference' },
  { head: 'detectable', isNumber: true },
  { head: 'class' },
  { head: 'reason' },
];

export function renderComparedCase({ compared, name, anchor, verdict, sides }: ComparedCase): Markup {
  const { metrics, title } = compared;
  const overlay = overlaySources([
    ...(sides.a === undefined ? [] : [{ name: 'A', ...sides.a }]),
    ...(sides.b === undefined ? [] : [{ name: 'B', ...sides.b }]),
  ]);
  const intervals = describeIntervals(metrics.map(differenceOf));
  return html`<section class="case" id="${anchor}">
<h2>${name} <a class="anchor" href="#${anchor}" aria-label="Link to this case">#</a></h2>
${title === compared.scenario ? NOTHING : html`<p>${title}</p>`}
<p class="verdict is-${verdict}">${describeVerdict(verdict, metrics)}</p>
${overlay === NOTHING ? NOTHING : html`<h3>Memory over time</h3>${overlay}`}${renderTable(`${name}: every metric`, COLUMNS, metrics.map(listCells))}
${intervals === undefined ? NOTHING : html`<p>${intervals}</p>`}
<p class="back"><a href="#overview">Back to the overview</a></p></section>
`;
}

const MAX_NAMED = 3;

/** `regression: peak buffered +63.9 MiB`: which of the metrics that are gated decide, and by how much or why. */
function describeVerdict(verdict: ComparedCase['verdict'], metrics: readonly MetricComparison[]): string {
  const own = metrics.filter((metric) => isGated(metric) && metric.verdict === verdict);
  const [first] = own;
  if (first === undefined) return `${verdict}: no metric is judged`;
  if (verdict === 'pass')
    return `pass: ${own.length === 1 ? '1 metric is' : `${own.length} metrics are`} judged`;
  const names = own.slice(0, MAX_NAMED).map((metric) => {
    const difference = formatShortDifference(differenceOf(metric), metric.unit);
    return verdict === 'inconclusive'
      ? nameInFull(metric.metric)
      : `${nameInFull(metric.metric)} ${difference}`;
  });
  const more = own.length > MAX_NAMED ? ` and ${own.length - MAX_NAMED} more` : '';
  const reason = verdict === 'inconclusive' ? `: ${first.reason}` : '';
  return `${verdict}: ${names.join(', ')}${more}${reason}`;
}

const listCells = (metric: MetricComparison): Cell[] => [
  nameInFull(metric.metric),
  html`<span class="is-${metric.verdict}">${metric.verdict}</span>`,
  { text: formatLongFigure(metric.a, metric.unit), value: metric.a },
  { text: formatLongFigure(metric.b, metric.unit), value: metric.b },
  formatLongDifference(differenceOf(metric), metric.unit),
  formatDetectable(metric),
  metric.class,
  metric.reason,
];
