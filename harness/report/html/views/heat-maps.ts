/** Two parameters against each other, a map for each metric: `highWaterMark` × `chunkSize`, if both vary. */
import { groupByScenario } from '../../../case-key.ts';
import { areOfOneMachine } from '../../../compare/same-machine.ts';
import { growthMetricNamed, isRecorded, METRICS, type Metric } from '../../../metrics.ts';
import type { CaseResult } from '../../../result.ts';
import type { ParameterValue } from '../../../scenario.ts';
import { formatFigure } from '../../../units.ts';
import { formatParameter, labelCase, varyingAxes } from '../../text/case-label.ts';
import { MISSING } from '../../text/comparison-figures.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { nameInFull } from '../name-in-full.ts';
import type { Shown } from '../page-parts.ts';
import { type Cell, renderTable } from '../table.ts';
import { isGivenAxis } from './trade-offs.ts';

/** The shades of the style sheet. */
const SHADES = 8;
const PREFERRED: readonly string[] = ['highWaterMark', 'chunkSize'];
/** Shown at once; the others can be opened. */
const OPEN: readonly string[] = ['peakBufferedBytes', 'throughputBytesPerSecond'];

export function renderHeatMaps({ report }: Shown): Markup {
  const maps = groupByScenario(report.results).flatMap(renderScenario);
  if (maps.length === 0) return NOTHING;
  return html`<section id="heat-maps"><h2>Two parameters against each other</h2><p>The stronger the colour, the larger the figure.</p>${maps}</section>`;
}

/** For each combination of the other parameters that vary. What is given is not an axis: it is named above the maps. */
function renderScenario(results: readonly CaseResult[]): Markup[] {
  const chosen = varyingAxes(results).filter((axis) => !isGivenAxis(axis, results));
  const [rows, columns] = chosen.sort((one, other) => rank(one) - rank(other));
  if (rows === undefined || columns === undefined) return [];
  const others = varyingAxes(results).filter((axis) => axis !== rows && axis !== columns);
  const blocks = new Map<string, CaseResult[]>();
  for (const result of results) {
    const label = labelCase(result, others);
    blocks.set(label, [...(blocks.get(label) ?? []), result]);
  }
  return [...blocks].flatMap(([label, own]) => {
    const name = `${own[0]?.scenario ?? ''}${label === '' ? '' : ` [${label}]`}`;
    const maps = [...METRICS, ...listRecordedMetrics(own)].filter(
      ({ name: metric, isCounted }) => isVarying(own, metric) && (isCounted || areOfOneMachine(own)),
    );
    return maps.length === 0
      ? []
      : [
          html`<h3>${name}</h3>${maps.map((metric) => renderMap(`${name}: `, own, metric, { rows, columns }))}`,
        ];
  });
}

type MapMetric = Pick<Metric, 'unit' | 'worse' | 'isCounted'> & { readonly name: string };

/** A scenario can record thousands of figures. */
const MAX_RECORDED = 24;

/** Figures that the scenario recorded itself, such as the time of an operation. */
const listRecordedMetrics = (results: readonly CaseResult[]): MapMetric[] =>
  [...new Set(results.flatMap(({ summary }) => Object.keys(summary).filter(isRecorded)))]
    .slice(0, MAX_RECORDED)
    .map((name) => ({ ...growthMetricNamed(name), name }));

/** Those of PREFERRED come first; the others keep their order. */
const rank = (axis: string): number =>
  (PREFERRED.indexOf(axis) + PREFERRED.length + 1) % (PREFERRED.length + 1);

const isVarying = (results: readonly CaseResult[], metric: string): boolean =>
  new Set(results.map(({ summary }) => summary[metric]?.median)).size > 1;

interface Axes {
  readonly rows: string;
  readonly columns: string;
}

function renderMap(prefix: string, results: readonly CaseResult[], metric: MapMetric, axes: Axes): Markup {
  const { name, unit, worse } = metric;
  const label = nameInFull(name);
  const medians = results.flatMap(({ summary }) => summary[name]?.median ?? []);
  const range = { low: Math.min(...medians), high: Math.max(...medians) };
  const [rows, columns] = [listValues(results, axes.rows), listValues(results, axes.columns)];
  const format = (axis: string, value: ParameterValue): string =>
    formatParameter(value, results[0]?.parameterKinds[axis]);
  const find = (row: ParameterValue, column: ParameterValue): number | undefined =>
    results.find(({ parameters }) => parameters[axes.rows] === row && parameters[axes.columns] === column)
      ?.summary[name]?.median;
  const better = worse === 'more' ? ' (less is better)' : worse === 'less' ? ' (more is better)' : '';
  const table = renderTable(
    `${prefix}${label}${better}, ${axes.rows} down, ${axes.columns} across`,
    [
      { head: `${axes.rows} \\ ${axes.columns}` },
      ...columns.map((column) => ({ head: format(axes.columns, column), isNumber: true })),
    ],
    rows.map((row): Cell[] => [
      format(axes.rows, row),
      ...columns.map((column) => {
        const median = find(row, column);
        if (median === undefined) return MISSING;
        const text = html`<span class="shade-${shadeOf(median, range)}">${formatFigure(median, unit)}</span>`;
        return { text, value: median };
      }),
    ]),
  );
  return html`<details class="heat"${OPEN.includes(name) || name === results[0]?.comparisonTable?.metric ? html` open` : undefined}><summary>${label}${better}</summary>${table}</details>`;
}

/** Numbers in their order, and words in that of the report. */
function listValues(results: readonly CaseResult[], axis: string): ParameterValue[] {
  const values = [...new Set(results.flatMap(({ parameters }) => parameters[axis] ?? []))];
  return values.sort((one, other) =>
    typeof one === 'number' && typeof other === 'number' ? one - other : 0,
  );
}

/** By the logarithm where the figures differ by much, as sizes do. */
function shadeOf(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  const scale = low > 0 && high / low > MUCH ? Math.log : (one: number): number => one;
  const share = (scale(value) - scale(low)) / (scale(high) - scale(low) || 1);
  return Math.round(share * (SHADES - 1));
}

const MUCH = 10;
