/** What a person reads of a comparison: what A and B are, a table for each scenario, why, and the verdict. */
import Table from 'cli-table3';
import type {
  CaseComparison,
  CaseIdentity,
  MetricComparison,
  MissingCase,
  ReportComparison,
  SideIdentity,
  VerdictWord,
} from '../../compare/verdict.ts';
import { formatBytes } from '../../units.ts';
import { formatParameter } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import {
  describeIntervals,
  formatDetectable,
  formatDifference,
  formatFigure,
  nameMetric,
} from '../text/comparison-figures.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { PLAIN_TABLE } from './plain-table.ts';

interface Style {
  readonly width: number;
  readonly colors: Colors;
}

const WORDS: Readonly<Record<VerdictWord, string>> = {
  pass: 'pass',
  regression: 'regression',
  improvement: 'improvement',
  inconclusive: 'inconclusive',
  'not-compared': 'told',
};

/** Ends without a newline. */
export function renderComparison(comparison: ReportComparison, style: Style): string {
  const scenarios = new Map<string, CaseComparison[]>();
  for (const one of comparison.cases) {
    scenarios.set(one.scenario, [...(scenarios.get(one.scenario) ?? []), one]);
  }
  return [
    renderSides(comparison, style),
    ...[...scenarios.values()].map((cases) => renderScenario(cases, style)),
    renderNote(comparison, style),
    renderMissing(comparison.missing, style),
    renderVerdict(comparison, style),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderSides({ a, b, environmentDifferences }: ReportComparison, { width, colors }: Style): string {
  const fields = environmentDifferences.map(
    (each) => `${each.field} ${formatField(each.field, each.a)} → ${formatField(each.field, each.b)}`,
  );
  const differ = fields.length === 0 ? 'nothing that is recorded of their environments' : fields.join('; ');
  return [
    ...[a, b].map((side, index) =>
      wrapText(`${colors.bold(index === 0 ? 'A' : 'B')}  ${describeSide(side)}`, width, '   '),
    ),
    colors.dim(wrapText(`they differ in: ${differ}`, width, '  ')),
  ].join('\n');
}

function describeSide({ id, label, startedAt, environment }: SideIdentity): string {
  const when = startedAt.slice(0, 16).replace('T', ' ');
  const nodes = environment.nodes.map(({ node }) => node).join(', ');
  const name = label === id ? id : `${label}, ${id}`;
  return quoteLine(`${name}: ${when} UTC, Node ${nodes}`);
}

const formatField = (field: string, value: string): string =>
  field.endsWith('Bytes') && /^\d+$/.test(value) ? formatBytes(Number(value)) : quoteLine(value || 'none');

/** The cases of one scenario. */
function renderScenario(cases: readonly CaseComparison[], style: Style): string {
  const { colors, width } = style;
  const [first] = cases;
  if (first === undefined) return '';
  const labels = labelCases(cases);
  const folded = findFolded(cases);
  const title = `${colors.bold(quoteLine(first.scenario))}  ${quoteLine(first.title)}`;
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

const HEAD = ['', 'A', 'B', 'difference', 'seen from', 'verdict'];

function renderTable(
  cases: readonly CaseComparison[],
  labels: readonly string[],
  folded: ReadonlySet<string>,
  { colors, width }: Style,
): string {
  const rows = cases.map(({ metrics }) => metrics.filter(({ metric }) => !folded.has(metric)));
  if (rows.every((one) => one.length === 0)) return '';
  const table = new Table({
    ...PLAIN_TABLE,
    colAligns: ['left', 'right', 'right', 'left', 'right', 'left'],
  });
  table.push(HEAD.map((word) => colors.dim(word)));
  for (const metric of rows.flat()) table.push(renderRow(metric, colors));
  const [head = '', ...lines] = table.toString().split('\n');
  // Labels are not cells: a long one would widen the columns.
  const labelled = rows.flatMap((own, index) => {
    const label = labels[index] ?? '';
    const taken = lines.splice(0, own.length);
    return label === '' || taken.length === 0 ? taken : [colors.bold(wrapText(label, width, '  ')), ...taken];
  });
  return [head, ...labelled].map((line) => line.trimEnd()).join('\n');
}

const renderRow = (metric: MetricComparison, colors: Colors): string[] => [
  nameMetric(metric.metric),
  formatFigure(metric.a, metric),
  formatFigure(metric.b, metric),
  formatDifference(metric.difference, metric),
  formatDetectable(metric),
  paint(metric.verdict, colors),
];

function paint(verdict: VerdictWord, colors: Colors): string {
  const word = WORDS[verdict];
  switch (verdict) {
    case 'regression':
      return colors.red(word);
    case 'improvement':
      return colors.green(word);
    case 'inconclusive':
      return colors.yellow(word);
    case 'not-compared':
      return colors.dim(word);
    default:
      return word;
  }
}

/** Metrics that are exactly the same, and judged as such, in every case. */
function findFolded(cases: readonly CaseComparison[]): Set<string> {
  const names = new Set(cases.flatMap(({ metrics }) => metrics.map(({ metric }) => metric)));
  const all = cases.flatMap(({ metrics }) => metrics);
  return new Set(
    [...names].filter((name) =>
      all.every(
        ({ metric, verdict, a, b, difference }) =>
          metric !== name ||
          (verdict === 'pass' && a === b && (difference?.direction === 'same' || metric === 'growth')),
      ),
    ),
  );
}

/** What is no plain pass, with its reason; a reason that several share is said once. */
function renderReasons(
  cases: readonly CaseComparison[],
  labels: readonly string[],
  folded: ReadonlySet<string>,
  { colors, width }: Style,
): string {
  const sharing = new Map<
    string,
    { verdict: VerdictWord; reason: string; names: Set<string>; where: Set<string> }
  >();
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
      const line = `${WORDS[verdict]}: ${[...names].join(', ')}: ${quoteLine(reason)}${whichCases}`;
      return wrapText(line, width, '  ').replace(WORDS[verdict], paint(verdict, colors));
    })
    .join('\n');
}

/** What tells each case from the others: the parameters in which they differ, and what A and B differ in. */
function labelCases(cases: readonly CaseComparison[]): string[] {
  const axes = [...new Set(cases.flatMap(({ a, b }) => [...listAxes(a), ...listAxes(b)]))];
  const told = axes.filter(
    (axis) =>
      new Set(cases.map(({ a }) => readAxis(a, axis))).size > 1 ||
      cases.some(({ a, b }) => isOtherOnPurpose(axis, a, b)),
  );
  return cases.map(({ a, b }) =>
    told
      .map((axis) => labelAxis(axis, a, b))
      .filter(Boolean)
      .join(', '),
  );
}

const listAxes = ({ parameters }: CaseIdentity): string[] => [...Object.keys(parameters), 'node'];

const readAxis = ({ parameters, node }: CaseIdentity, axis: string) =>
  Object.hasOwn(parameters, axis) ? parameters[axis] : axis === 'node' ? node : undefined;

/** The versions of Node are above already. */
const isOtherOnPurpose = (axis: string, a: CaseIdentity, b: CaseIdentity): boolean =>
  axis !== 'node' && readAxis(a, axis) !== readAxis(b, axis);

function labelAxis(axis: string, a: CaseIdentity, b: CaseIdentity): string {
  const [inA, inB] = [a, b].map((one) => {
    const value = readAxis(one, axis);
    return value === undefined ? '' : formatParameter(value);
  });
  if (inA === '' && inB === '') return '';
  return `${quoteLine(axis)} ${inA === inB ? inA : `${inA || 'none'} → ${inB || 'none'}`}`;
}

function renderNote({ cases }: ReportComparison, { colors, width }: Style): string {
  const differences = cases.flatMap(({ metrics }) => metrics.map(({ difference }) => difference));
  const note = describeIntervals(differences);
  return note === undefined ? '' : colors.dim(wrapText(note, width));
}

function renderMissing(missing: readonly MissingCase[], { colors, width }: Style): string {
  return missing
    .map(({ side, scenario, parameters, node, reason }) => {
      const values = Object.entries(parameters).map(
        ([name, value]) => `${quoteLine(name)} ${formatParameter(value)}`,
      );
      const line = `! missing in ${side.toUpperCase()}: ${quoteLine(scenario)} [${[...values, `Node ${quoteLine(node)}`].join(', ')}]: ${quoteLine(reason)}`;
      return colors.yellow(wrapText(line, width, '  '));
    })
    .join('\n');
}

function renderVerdict({ isComparable, reasons, verdict, cases }: ReportComparison, style: Style): string {
  const { colors, width } = style;
  if (!isComparable) {
    const lines = reasons.map((reason) => wrapText(`not comparable: ${quoteLine(reason)}`, width, '  '));
    const hint = 'run both side by side, or measure one of them again as the other was';
    return [...lines.map((line) => colors.red(line)), wrapText(`  ${hint}`, width, '  ')].join('\n');
  }
  if (verdict === 'not-compared') return colors.yellow('verdict: nothing could be judged');
  const metrics = cases.flatMap((one) => one.metrics).filter(({ isGated }) => isGated);
  const counts = (['regression', 'improvement', 'inconclusive', 'pass'] as const)
    .map((word) => ({ word, count: metrics.filter((metric) => metric.verdict === word).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`);
  return `verdict: ${colors.bold(paint(verdict, colors))} (${counts.join(', ')})`;
}
