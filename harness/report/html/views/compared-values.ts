/** The values of an axis against one of them: memory over each other, and each difference with its interval. */
import { caseKey } from '../../../case-key.ts';
import type { ValuesComparison, ValuesTable } from '../../../compare/compare-values.ts';
import { quoteForShell } from '../../../words/quote-for-shell.ts';
import { formatParameter } from '../../text/case-label.ts';
import { describeIntervals, formatLongFigure, formatShortDifference } from '../../text/comparison-figures.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { nameInFull } from '../name-in-full.ts';
import type { Shown, ShownCase } from '../page-parts.ts';
import { type Cell, renderTable } from '../table.ts';
import { renderOverlay } from './pair-overlay.ts';

/** One axis after the other, each closed until it is looked at; empty if no parameter has several values. */
export function renderComparedAxes(
  comparisons: readonly ValuesComparison[],
  leftOut: readonly string[],
  shown: Shown,
): Markup {
  const worth = comparisons.filter(({ tables }) => tables.length > 0);
  if (worth.length + leftOut.length === 0) return NOTHING;
  const rest = html`<p>Not here, for they would be too many tables: the values of ${leftOut.join(', ')}. <code>tidemark report REPORT --by ${quoteForShell(leftOut[0] ?? '')}</code> compares them.</p>`;
  return html`<section id="compared"><h2>Values compared</h2>
${worth.map(
  (comparison) =>
    html`<details><summary>${nameAxis(comparison)}</summary>${renderAxis(comparison, shown)}</details>`,
)}${leftOut.length === 0 ? NOTHING : rest}</section>`;
}

/** What the page was requested for. */
export const renderRequested = (comparison: ValuesComparison, shown: Shown): Markup =>
  html`<section id="requested"><h2>Values of ${nameAxis(comparison)}</h2>${renderAxis(comparison, shown)}</section>`;

const nameAxis = ({ axis, against, parameterKinds }: ValuesComparison): string =>
  `${axis}, compared with ${formatParameter(against, parameterKinds[axis])}`;

function renderAxis(comparison: ValuesComparison, shown: Shown): Markup {
  const { tables, notCompared } = comparison;
  return html`${tables.map((table) => renderValues(table, comparison, shown))}
${notCompared.map(({ scenario, reason }) => html`<p class="is-warning">! not compared: ${scenario}: ${reason}</p>`)}
<p>${describeIntervals(tables.flatMap(({ metrics }) => metrics.flatMap(({ figures }) => figures.map(({ difference }) => difference))))}</p>`;
}

function renderValues(table: ValuesTable, { axis, parameterKinds }: ValuesComparison, shown: Shown): Markup {
  const { scenario, remaining, values, metrics } = table;
  const rest = Object.entries(remaining).map(
    ([name, value]) => `${name} ${formatParameter(value, parameterKinds[name])}`,
  );
  const name = rest.length === 0 ? scenario : `${scenario} [${rest.join(', ')}]`;
  const rows = metrics.flatMap(({ metric, unit, figures }) =>
    figures.map(({ median, difference, word }, index): Cell[] => [
      nameInFull(metric),
      formatParameter(values[index] ?? '', parameterKinds[axis]),
      { text: formatLongFigure(median, unit), value: median },
      index === 0 ? '' : formatShortDifference(difference, unit),
      // The difference shows already that none was detected, or that the runs are too few.
      word === '~' ? '' : (word ?? ''),
    ]),
  );
  const columns = [
    { head: 'metric' },
    { head: axis },
    { head: 'median', isNumber: true },
    { head: 'difference', isNumber: true },
    { head: 'in words' },
  ];
  return html`<h3>${name}</h3>${renderOverlay(findCases(table, axis, shown), shown.samples)}${renderTable(`${name}: every metric`, columns, rows)}`;
}

/** In the order of the values. */
function findCases(
  { scenario, file, remaining, values }: ValuesTable,
  axis: string,
  { cases }: Shown,
): ShownCase[] {
  const byKey = indexCases(cases);
  return values.flatMap((value) => {
    const { node = '', ...parameters } = { ...remaining, [axis]: value };
    const identity = { scenario, ...(file !== undefined && { file }), parameters, node: String(node) };
    return byKey.get(caseKey(identity)) ?? [];
  });
}

/** Thousands of values would else be looked for among thousands of cases. */
const INDICES = new WeakMap<readonly ShownCase[], Map<string, ShownCase>>();

function indexCases(cases: readonly ShownCase[]): Map<string, ShownCase> {
  const known = INDICES.get(cases);
  if (known !== undefined) return known;
  const byKey = new Map<string, ShownCase>();
  for (const shown of cases) {
    const key = caseKey(shown.result);
    if (!byKey.has(key)) byKey.set(key, shown);
  }
  INDICES.set(cases, byKey);
  return byKey;
}
