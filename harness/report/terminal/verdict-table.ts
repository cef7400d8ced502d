/** Renders a comparison: what A and B are, a table for each scenario, the reasons, and the verdict. */
import { groupByScenario, nameScenario } from '../../case-key.ts';
import { differenceOf, isGated, type ReportComparison, type SideIdentity } from '../../compare/verdict.ts';
import { labelSide } from '../../sides.ts';
import { formatBytes } from '../../units.ts';
import { labelFully } from '../text/case-label.ts';
import { describeIntervals } from '../text/comparison-figures.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { renderComparedScenario } from './compared-scenario.ts';
import { paintVerdict } from './paint-verdict.ts';
import type { TerminalStyle } from './scenario-report.ts';

/** Ends without a newline. */
export function renderComparison(comparison: ReportComparison, style: TerminalStyle): string {
  const all = [...comparison.cases, ...comparison.missing];
  return [
    renderSides(comparison, style),
    ...groupByScenario(comparison.cases).map((cases) => renderComparedScenario(cases, all, style)),
    renderNote(comparison, style),
    renderMissing(comparison, style),
    renderVerdict(comparison, style),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderSides(
  { a, b, environmentDifferences }: ReportComparison,
  { width, colors }: TerminalStyle,
): string {
  const fields = environmentDifferences.map(
    (each) => `${each.field} ${formatField(each.field, each.a)} → ${formatField(each.field, each.b)}`,
  );
  const differences = fields.length === 0 ? 'no recorded differences' : fields.join('; ');
  return [
    ...[a, b].map((side, index) =>
      wrapText(`${colors.bold(index === 0 ? 'A' : 'B')}  ${describeSide(side)}`, width, '   '),
    ),
    colors.dim(wrapText(`environments: ${differences}`, width, '  ')),
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

function renderNote({ cases }: ReportComparison, { colors, width }: TerminalStyle): string {
  const differences = cases.flatMap(({ metrics }) => metrics.map(differenceOf));
  const note = describeIntervals(differences);
  return note === undefined ? '' : colors.dim(wrapText(note, width));
}

function renderMissing({ cases, missing }: ReportComparison, { colors, width }: TerminalStyle): string {
  const all = [...cases, ...missing];
  return missing
    .map((one) => {
      const name = quoteLine(nameScenario(one, all));
      const line = `! missing in ${labelSide(one.side)}: ${name} [${labelFully(one)}]: ${quoteLine(one.reason)}`;
      return colors.yellow(wrapText(line, width, '  '));
    })
    .join('\n');
}

function renderVerdict(
  { isComparable, reasons, verdict, cases }: ReportComparison,
  style: TerminalStyle,
): string {
  const { colors, width } = style;
  if (!isComparable) {
    const lines = reasons.map((reason) => wrapText(`not comparable: ${quoteLine(reason)}`, width, '  '));
    const hint =
      'measure both with `tidemark ab`, or measure one of them again under the conditions of the other';
    return [...lines.map((line) => colors.red(line)), wrapText(`  ${hint}`, width, '  ')].join('\n');
  }
  if (verdict === 'not-comparable') return colors.yellow('verdict: nothing could be judged');
  const metrics = cases.flatMap((one) => one.metrics).filter(isGated);
  const counts = (['regression', 'improvement', 'inconclusive', 'pass'] as const)
    .map((word) => ({ word, count: metrics.filter((metric) => metric.verdict === word).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`);
  return `verdict: ${colors.bold(paintVerdict(verdict, colors))} (${counts.join(', ')})`;
}
