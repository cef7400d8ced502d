/** The tables of a case: its streams, its runs, and what its runs showed. */
import { METRICS } from '../../../metrics.ts';
import { type CaseResult, hasPassed, type RunResult } from '../../../result.ts';
import { formatBytes, formatDuration, formatFigure } from '../../../units.ts';
import { formatParameter } from '../../text/case-label.ts';
import { describeFirstCall, LABEL_COLUMNS } from '../../text/label-rows.ts';
import { describeOutcome } from '../../text/outcome-text.ts';
import { listRecorded } from '../../text/recorded-rows.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { nameInFull } from '../name-in-full.ts';
import { type Cell, renderTable } from '../table.ts';
import { figureCell } from './case-figures.ts';
import { findVolumeName } from './memory/memory-series.ts';

/** More would not be read. */
const MAX_LABELS = 100;

export function renderStreams({ labels = [] }: CaseResult): Markup {
  if (labels.length === 0) return NOTHING;
  const columns = [
    { head: 'watched stream' },
    ...LABEL_COLUMNS.map(({ head }) => ({ head: head.join(' ').trim(), isNumber: true })),
    { head: 'first call after false' },
  ];
  const rows = labels
    .slice(0, MAX_LABELS)
    .map((label): Cell[] => [
      label.label,
      ...LABEL_COLUMNS.map(({ read }) => read(label)),
      html`<code>${describeFirstCall(label) ?? '–'}</code>`,
    ]);
  const rest = labels.length - rows.length;
  return html`<h3>Watched streams</h3>${renderTable('Watched streams, the worst first', columns, rows)}${
    rest > 0 ? html`<p>And ${rest} more, which labels.csv has.</p>` : NOTHING
  }`;
}

export function renderRecorded(result: CaseResult): Markup {
  const rows = listRecorded(result).map(({ name, figure }) => [name, figure]);
  if (rows.length === 0) return NOTHING;
  return html`<h3>Recorded by the scenario</h3>${renderTable('Recorded figures', [{ head: 'name' }, { head: 'figure', isNumber: true }], rows)}`;
}

/** The median of each metric, and the interval of it. */
export function renderMetrics({ summary }: CaseResult): Markup {
  const rows = METRICS.flatMap(({ name, unit }): Cell[][] => {
    const figures = summary[name];
    if (figures === undefined) return [];
    const { median, low, high, n } = figures;
    const interval = low === high ? '' : `${formatFigure(low, unit)} to ${formatFigure(high, unit)}`;
    return [[nameInFull(name), figureCell(median, unit), interval, { text: String(n), value: n }]];
  });
  if (rows.length === 0) return NOTHING;
  const columns = [
    { head: 'metric' },
    { head: 'median', isNumber: true },
    { head: 'interval', isNumber: true },
    { head: 'runs', isNumber: true },
  ];
  return html`<details><summary>Every metric</summary>${renderTable('Every metric, over the runs that measure it', columns, rows)}</details>`;
}

const RUN_METRICS = [
  ...['durationMs', 'peakBufferedBytes', 'writesAfterFalse', 'drains', 'peakRssBytes'],
  ...['peakArrayBuffersBytes', 'peakHeapUsedBytes', 'gcMs'],
];

export function renderRuns(result: CaseResult): Markup {
  const metrics = METRICS.filter(({ name }) => RUN_METRICS.includes(name));
  const volume = findVolumeName(result);
  const columns = [
    { head: 'run', isNumber: true },
    { head: 'kind' },
    ...(volume === undefined ? [] : [{ head: volume, isNumber: true }]),
    { head: 'outcome' },
    ...metrics.map(({ name }) => ({ head: nameInFull(name), isNumber: true })),
    { head: 'longest gap', isNumber: true },
  ];
  const rows = result.runs.map((run): Cell[] => [
    { text: String(run.index), value: run.index },
    run.kind,
    ...(volume === undefined ? [] : [volumeCell(run, volume)]),
    describeOutcome(run.outcome),
    ...metrics.map(({ read, unit }) => figureCell(read(run), unit)),
    gapCell(run),
  ]);
  return html`<details><summary>Every run (${rows.length})</summary>${renderTable('Every run', columns, rows)}</details>`;
}

function volumeCell({ parameters }: RunResult, name: string): Cell {
  const value = parameters[name];
  if (typeof value !== 'number') return { text: '–', value: undefined };
  return { text: formatBytes(value), value };
}

function gapCell({ sampling, live }: RunResult): Cell {
  const longestGapMs = sampling?.longestGapMs ?? live?.longestGapMs;
  return { text: longestGapMs === undefined ? '–' : formatDuration(longestGapMs), value: longestGapMs };
}

export function renderExpectations({ expectations, warnings }: CaseResult): Markup {
  if (expectations.length + warnings.length === 0) return NOTHING;
  return html`<ul class="checks">${expectations.map((one) => {
    const state = hasPassed(one) ? 'passed' : 'failed';
    const reason = 'notJudged' in one ? ` (not judged: ${one.notJudged})` : '';
    return html`<li class="is-${state}">${state === 'passed' ? '✓' : '✗'} ${state}: ${one.text}${reason}</li>`;
  })}${warnings.map(({ code, message }) => html`<li class="is-warning">! ${code}: ${message}</li>`)}</ul>`;
}

export function renderParameters({ parameters, parameterKinds, node }: CaseResult): Markup {
  const pairs = [
    ...Object.entries(parameters).map(
      ([name, value]) => [name, formatParameter(value, parameterKinds[name])] as const,
    ),
    ['Node', node] as const,
  ];
  return html`<dl class="parameters">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
