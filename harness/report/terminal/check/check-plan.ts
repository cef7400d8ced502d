/** Renders what `check` would gate, and by which rule, case by case. */
import { majorOf, nameScenario } from '../../../case-key.ts';
import { compareReports } from '../../../compare/compare-reports.ts';
import { EXACT_TOLERANCE, MIN_EXACT_RUNS, PAIRED_RULES, SLOPE_SHARE } from '../../../compare/metric-rules.ts';
import {
  type CaseComparison,
  isGated,
  type MetricComparison,
  ruleClassOf,
} from '../../../compare/verdict.ts';
import type { MetricClass } from '../../../metrics.ts';
import type { Prepared } from '../../../prepare/prepare.ts';
import type { Environment, Report } from '../../../result.ts';
import { labelCase, varyingAxes } from '../../text/case-label.ts';
import type { Colors } from '../../text/colors.ts';
import { quoteLine } from '../../text/terminal-text.ts';
import { wrapText } from '../../text/wrap-text.ts';
import { listChangedCases } from './changed-cases.ts';

export interface PlannedCheck {
  readonly baseline: Report;
  readonly path: string;
  /** The cases that would be run, and their environment. */
  readonly prepared: Pick<Prepared, 'subjects' | 'environment'>;
  /** The classes that are judged against the stored file, where possible. */
  readonly classes: ReadonlySet<MetricClass>;
  /** Why nothing can be compared; empty where it can. */
  readonly obstacles: readonly string[];
  readonly againstRevision: string | undefined;
}

const RULES = [
  `exact: differs by more than ${100 * EXACT_TOLERANCE} % and by more than one chunk; ${MIN_EXACT_RUNS} runs per side, all with the same value`,
  `growth: bounded becomes linear, or a slope that is more than ${100 * SLOPE_SHARE} % steeper`,
  'expectations and limits of the scenarios, in every run; a case that only one side has is an error',
];

/** Ends without a newline. */
export function renderPlan(
  { baseline, path, prepared, classes, obstacles, againstRevision }: PlannedCheck,
  { width, colors }: { readonly width: number; readonly colors: Colors },
): string {
  const wrap = (line: string, indent = '  '): string => wrapText(line, width, indent);
  const axes = varyingAxes(baseline.results);
  // Comparing the report with itself, as if measured on this machine, shows which of its metrics can be judged.
  const here = moveHere(baseline, prepared.environment);
  const { cases } = compareReports(baseline, here, { classes, differing: ['node', 'flags'] });
  return [
    wrap(`${colors.bold('would be checked')} against ${quoteLine(path)}`),
    ...obstacles.map((obstacle) => colors.red(wrap(`  not comparable: ${quoteLine(obstacle)}`, '    '))),
    '',
    colors.bold('rules'),
    ...[...RULES, describeMachineDependent(againstRevision)].map((rule) =>
      wrap(`  ${quoteLine(rule)}`, '    '),
    ),
    '',
    colors.bold('cases'),
    ...cases.flatMap((one) =>
      describeCase(one, cases, { axes, classes }).map((line) => wrap(`  ${line}`, '      ')),
    ),
    ...listChangedCases(baseline.results, prepared.subjects).map((line) =>
      colors.red(wrap(`  ${line}`, '    ')),
    ),
  ].join('\n');
}

/** The effects by which time and memory are judged, and how. */
function describeMachineDependent(againstRevision: string | undefined): string {
  const effects = PAIRED_RULES.map(({ metric, delta }) => `${metric} ${100 * delta} %`).join(', ');
  if (againstRevision !== undefined) return `in pairs with ${againstRevision}: ${effects} more`;
  return `time and memory: ${effects} more, where the baseline is from this machine and Node; otherwise they need --against-rev REV`;
}

/** The same runs, as if made by the Node of that major on this machine. */
function moveHere(report: Report, environment: Environment): Report {
  const nodeHere = (node: string): string =>
    environment.nodes.find((one) => majorOf(one.node) === majorOf(node))?.node ?? node;
  const results = report.results.map((result) => ({ ...result, node: nodeHere(result.node) }));
  return { ...report, environment, results };
}

function describeCase(
  one: CaseComparison,
  all: readonly CaseComparison[],
  { axes, classes }: { readonly axes: readonly string[]; readonly classes: ReadonlySet<MetricClass> },
): string[] {
  const label = labelCase(one.a, axes);
  const gated = one.metrics.filter(isGated).map(({ metric }) => metric);
  const byReason = new Map<string, string[]>();
  for (const { metric, reason } of one.metrics.filter((each) => isNotGated(each, classes)))
    byReason.set(reason, [...(byReason.get(reason) ?? []), metric]);
  return [
    `${quoteLine(nameScenario(one, all))}${label === '' ? '' : ` [${label}]`}: ${gated.join(', ') || 'only its expectations'}`,
    ...[...byReason].map(([reason, metrics]) => `  not ${metrics.join(', ')}: ${reason}`),
  ];
}

/** Whether a rule covers the metric, but it is not gated. */
function isNotGated(comparison: MetricComparison, classes: ReadonlySet<MetricClass>): boolean {
  const ofClass = ruleClassOf(comparison);
  const { verdict } = comparison;
  if (isGated(comparison) || ofClass === 'outcome' || ofClass === 'informational') return false;
  if (!classes.has(ofClass)) return false;
  return ofClass === 'exact' ? verdict === 'inconclusive' : ofClass !== 'growth';
}
