/** One case of two reports: memory over each other, and every metric with its difference. */
import { differenceOf, type MetricComparison } from '../../../../compare/verdict.ts';
import {
  describeIntervals,
  formatDetectable,
  formatLongDifference,
  formatLongFigure,
  nameMetric,
} from '../../../text/comparison-figures.ts';
import { html, type Markup, NOTHING } from '../../markup.ts';
import { type Cell, renderTable } from '../../table.ts';
import { overlaySources } from '../pair-overlay.ts';
import type { ComparedCase } from './compared-cases.ts';

const COLUMNS = [
  { head: 'metric' },
  { head: 'verdict' },
  { head: 'A', isNumber: true },
  { head: 'B', isNumber: true },
  { head: 'difference' },
  { head: 'could have shown', isNumber: true },
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
<p class="verdict is-${verdict}">${verdict}</p>
${overlay}${renderTable(`${name}: every metric`, COLUMNS, metrics.map(listCells))}
${intervals === undefined ? NOTHING : html`<p>${intervals}</p>`}
<p class="back"><a href="#overview">Back to the overview</a></p></section>
`;
}

const listCells = (metric: MetricComparison): Cell[] => [
  nameMetric(metric.metric),
  html`<span class="is-${metric.verdict}">${metric.verdict}</span>`,
  { text: formatLongFigure(metric.a, metric.unit), value: metric.a },
  { text: formatLongFigure(metric.b, metric.unit), value: metric.b },
  formatLongDifference(differenceOf(metric), metric.unit),
  formatDetectable(metric),
  metric.class,
  metric.reason,
];
