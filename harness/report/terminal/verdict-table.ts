/** Renders a comparison: what A and B are, a table for each scenario, and the reasons. The verdict is in answer.ts. */

import { groupByScenario, nameScenario } from '../../case-key.ts';
import {
  type CaseComparison,
  differenceOf,
  isGated,
  type ReportComparison,
  type SideIdentity,
} from '../../compare/verdict.ts';
import { nameNode } from '../../runtimes/runtime.ts';
import { labelSide } from '../../sides.ts';
import { formatBytes } from '../../units.ts';
import { labelFully } from '../text/case-label.ts';
import { describeIntervals } from '../text/comparison-figures.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { renderComparedScenario } from './compared-scenario.ts';
import type { TerminalStyle } from './scenario-report.ts';

/** More would push what failed off the screen. */
const MAX_UNCHANGED_SCENARIOS = 3;

/**
 * `verbose` shows every scenario. Otherwise, of more than a few scenarios, those in which nothing was decided are only
 * counted, and `check` shows none: what failed is in its last lines. Ends without a newline.
 */
export function renderComparison(
  comparison: ReportComparison,
  style: TerminalStyle,
  { verbose, by }: { readonly verbose: boolean; readonly by: 'ab' | 'check' | 'compare' },
): string {
  const all = [...comparison.cases, ...comparison.missing];
  const scenarios = groupByScenario(comparison.cases);
  const isShown = (cases: readonly CaseComparison[]): boolean => {
    if (verbose) return true;
    if (by === 'check') return false;
    return scenarios.length <= MAX_UNCHANGED_SCENARIOS || cases.some(hasChanged);
  };
  const shown = scenarios.filter(isShown);
  return [
    renderSides(comparison, style),
    ...shown.map((cases) => renderComparedScenario(cases, all, style)),
    renderHidden(scenarios.length - shown.length, by, style),
    renderNote(shown.flat(), style),
    renderNew(comparison, style),
    renderIncomparable(comparison, style),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const hasChanged = ({ metrics }: CaseComparison): boolean =>
  metrics.some((metric) => isGated(metric) && metric.verdict !== 'pass');

function renderHidden(count: number, by: string, { width, colors }: TerminalStyle): string {
  if (count === 0) return '';
  const scenarios = count === 1 ? 'scenario' : 'scenarios';
  const which = by === 'check' ? `${count} ${scenarios}` : `${count} ${scenarios} without a change`;
  return colors.dim(wrapText(`${which}: --verbose shows every figure`, width, '  '));
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
  return quoteLine(`${name}: ${when} UTC, ${nameNode(nodes)}`);
}

const formatField = (field: string, value: string): string =>
  field.endsWith('Bytes') && /^\d+$/.test(value) ? formatBytes(Number(value)) : quoteLine(value || 'none');

function renderNote(cases: readonly CaseComparison[], { colors, width }: TerminalStyle): string {
  const note = describeIntervals(cases.flatMap(({ metrics }) => metrics.map(differenceOf)));
  return note === undefined ? '' : colors.dim(wrapText(note, width));
}

/** A case that B lacks has failed, and is among those. */
function renderNew({ cases, missing }: ReportComparison, { colors, width }: TerminalStyle): string {
  const all = [...cases, ...missing];
  return missing
    .filter(({ side }) => side === 'a')
    .map((one) => {
      const name = quoteLine(nameScenario(one, all));
      const line = `! missing in ${labelSide(one.side)}: ${name} [${labelFully(one)}]: ${quoteLine(one.reason)}`;
      return colors.yellow(wrapText(line, width, '  '));
    })
    .join('\n');
}

function renderIncomparable(
  { isComparable, reasons, verdict }: ReportComparison,
  { colors, width }: TerminalStyle,
): string {
  if (isComparable) return verdict === 'not-comparable' ? colors.yellow('nothing could be judged') : '';
  const lines = reasons.map((reason) => wrapText(`not comparable: ${quoteLine(reason)}`, width, '  '));
  const hint =
    'measure both with `tidemark ab`, or measure one of them again under the conditions of the other';
  return [...lines.map((line) => colors.red(line)), wrapText(`  ${hint}`, width, '  ')].join('\n');
}
