/** Renders the cases of one scenario in a comparison: a table, and the reasons for every verdict that is not a plain pass. */
import Table from 'cli-table3';
import { nameScenario, type ScenarioIdentity } from '../../case-key.ts';
import { type CaseComparison, differenceOf, type MetricComparison } from '../../compare/verdict.ts';
import { labelCompared, varyingComparedAxes } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import {
  formatDetectable,
  formatShortDifference,
  formatShortFigure,
  nameMetric,
} from '../text/comparison-figures.ts';
import { scenarioHeading } from '../text/scenario-heading.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { paintVerdict, wordOf } from './paint-verdict.ts';
import { PLAIN_TABLE } from './plain-table.ts';
import type { TerminalStyle } from './scenario-report.ts';

/** `all` are the cases of the whole comparison, missing ones included. Ends without a newline. */
export function renderComparedScenario(
  cases: readonly CaseComparison[],
  all: readonly ScenarioIdentity[],
  style: TerminalStyle,
): string {
  const { colors, width } = style;
  const [first] = cases;
  if (first === undefined) return '';
  const axes = varyingComparedAxes(cases).filter((axis) => axis !== 'node' || isVaryingNode(cases));
  const labels = cases.map((one) => labelCompared(one, axes));
  const folded = findFolded(cases);
  const title = scenarioHeading(colors.bold(quoteLine(nameScenario(first, all))), first);
  const same = [...folded].map(nameMetric).join(', ');
  return [
    wrapText(title, width, '  '),
    renderTable(cases, labels, folded, style),
    same === '' ? '' : colors.dim(wrapText(`the same in A and B: ${same}`, width, '  ')),
    renderReasons(cases, labels, folded, style),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Two lines, so that the columns are narrow. */
const HEAD = [
  ['', '', '', '', 'min.', ''],
  ['', 'A', 'B', 'difference', 'detectable', 'verdict'],
];

function renderTable(
  cases: readonly CaseComparison[],
  labels: readonly string[],
  folded: ReadonlySet<string>,
  { colors, width }: TerminalStyle,
): string {
  const rows = cases.map(({ metrics }) => metrics.filter(({ metric }) => !folded.has(metric)));
  if (rows.every((one) => one.length === 0)) return '';
  const table = new Table({
    ...PLAIN_TABLE,
    colAligns: ['left', 'right', 'right', 'left', 'right', 'left'],
  });
  for (const line of HEAD) table.push(line.map((word) => (word === '' ? '' : colors.dim(word))));
  for (const metric of rows.flat()) table.push(renderRow(metric, colors));
  const [upperHead = '', lowerHead = '', ...lines] = table.toString().split('\n');
  // Labels are not cells: a long one would widen the columns.
  const labelled = rows.flatMap((own, index) => {
    const label = labels[index] ?? '';
    const taken = lines.splice(0, own.length);
    return label === '' || taken.length === 0 ? taken : [colors.bold(wrapText(label, width, '  ')), ...taken];
  });
  return [upperHead, lowerHead, ...labelled].map((line) => line.trimEnd()).join('\n');
}

const renderRow = (metric: MetricComparison, colors: Colors): string[] => [
  nameMetric(metric.metric),
  formatShortFigure(metric.a, metric.unit),
  formatShortFigure(metric.b, metric.unit),
  formatShortDifference(differenceOf(metric), metric.unit),
  formatDetectable(metric),
  paintVerdict(metric.verdict, colors),
];

/** Metrics that pass with exactly the same value on both sides, in every case. */
function findFolded(cases: readonly CaseComparison[]): Set<string> {
  const names = new Set(cases.flatMap(({ metrics }) => metrics.map(({ metric }) => metric)));
  const metrics = cases.flatMap((one) => one.metrics);
  return new Set([...names].filter((name) => metrics.every((one) => one.metric !== name || isSame(one))));
}

const isSame = (metric: MetricComparison): boolean =>
  metric.verdict === 'pass' &&
  metric.a === metric.b &&
  (differenceOf(metric)?.direction === 'same' || metric.class === 'growth');

interface SharedReason {
  readonly verdict: MetricComparison['verdict'];
  readonly reason: string;
  readonly names: Set<string>;
  readonly where: Set<string>;
}

/** Every verdict that is not a plain pass, with its reason; a shared reason is shown once. */
function renderReasons(
  cases: readonly CaseComparison[],
  labels: readonly string[],
  folded: ReadonlySet<string>,
  { colors, width }: TerminalStyle,
): string {
  const sharing = new Map<string, SharedReason>();
  for (const [index, { metrics }] of cases.entries()) {
    for (const { metric, verdict, reason } of metrics) {
      if (folded.has(metric) || (verdict === 'pass' && !reason.includes('did not confirm'))) continue;
      const key = `${verdict} ${reason}`;
      const shared = sharing.get(key) ?? { verdict, reason, names: new Set(), where: new Set() };
      shared.names.add(nameMetric(metric));
      shared.where.add(labels[index] ?? '');
      sharing.set(key, shared);
    }
  }
  return [...sharing.values()]
    .map(({ verdict, reason, names, where }) => {
      const whichCases = where.size < cases.length ? ` [${[...where].join('; ')}]` : '';
      const line = `${wordOf(verdict)}: ${[...names].join(', ')}: ${quoteLine(reason)}${whichCases}`;
      return wrapText(line, width, '  ').replace(wordOf(verdict), paintVerdict(verdict, colors));
    })
    .join('\n');
}

/** A Node that differs only between A and B is already shown above. */
const isVaryingNode = (cases: readonly CaseComparison[]): boolean =>
  new Set(cases.map(({ a }) => a.node)).size > 1;
