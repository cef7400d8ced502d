/** What `check` would gate, and by which rule, case by case. */

import type { MetricClass } from '../../command-line/metric-classes.ts';
import { majorOf } from '../../compare/compare-environments.ts';
import { compareReports } from '../../compare/compare-reports.ts';
import { EXACT_TOLERANCE, MIN_EXACT_RUNS, PAIRED_RULES, SLOPE_SHARE } from '../../compare/metric-rules.ts';
import type { CaseComparison, ComparisonClass, MetricComparison } from '../../compare/verdict.ts';
import type { Subject } from '../../plan/plan-runs.ts';
import type { Prepared } from '../../prepare/prepare.ts';
import type { CaseResult, Environment, Report } from '../../result.ts';
import { labelCase, varyingAxes } from '../text/case-label.ts';
import type { Colors } from '../text/colors.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';

export interface PlannedCheck {
  readonly baseline: Report;
  readonly path: string;
  /** What would be run, and where. */
  readonly prepared: Pick<Prepared, 'subjects' | 'environment'>;
  /** What the stored file judges, as far as it can. */
  readonly classes: ReadonlySet<MetricClass>;
  /** Why nothing can be compared; none where it can. */
  readonly obstacles: readonly string[];
  readonly againstRevision: string | undefined;
}

const RULES = [
  `counted: differs by more than ${100 * EXACT_TOLERANCE} % and by more than one chunk; ${MIN_EXACT_RUNS} runs a side, and every one the same`,
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
  // Held against itself, as if it had been measured here, a report shows which of its figures can be judged.
  const here = moveHere(baseline, prepared.environment);
  const { cases } = compareReports(baseline, here, { classes, differing: ['node', 'flags'] });
  return [
    wrap(`${colors.bold('would be checked')} against ${quoteLine(path)}`),
    ...obstacles.map((obstacle) => colors.red(wrap(`  not comparable: ${quoteLine(obstacle)}`, '    '))),
    '',
    colors.bold('rules'),
    ...[...RULES, describeMoment(againstRevision)].map((rule) => wrap(`  ${quoteLine(rule)}`, '    ')),
    '',
    colors.bold('cases'),
    ...cases.flatMap((one) => describeCase(one, axes, classes).map((line) => wrap(`  ${line}`, '      '))),
    ...listDifferences(baseline.results, prepared.subjects).map((line) =>
      colors.red(wrap(`  ${line}`, '    ')),
    ),
  ].join('\n');
}

/** By which effect time and RSS are judged, and how. */
function describeMoment(againstRevision: string | undefined): string {
  const effects = PAIRED_RULES.map(({ metric, delta }) => `${metric} ${100 * delta} %`).join(', ');
  if (againstRevision !== undefined) return `in pairs with ${againstRevision}: ${effects} more`;
  return `time and RSS: ${effects} more, by the runs of a baseline of this machine and Node; of every other they need --against-rev REV`;
}

/** The same runs, as if the Node of that major here had made them. */
function moveHere(report: Report, environment: Environment): Report {
  const nodeHere = (node: string): string =>
    environment.nodes.find((one) => majorOf(one.node) === majorOf(node))?.node ?? node;
  const results = report.results.map((result) => ({ ...result, node: nodeHere(result.node) }));
  return { ...report, environment, results };
}

function describeCase(
  one: CaseComparison,
  axes: readonly string[],
  classes: ReadonlySet<ComparisonClass>,
): string[] {
  const label = labelCase({ parameters: { ...one.a.parameters }, node: one.a.node }, axes);
  const gated = one.metrics.filter(({ isGated }) => isGated).map(({ metric }) => metric);
  const byReason = new Map<string, string[]>();
  for (const { metric, reason } of one.metrics.filter((told) => isLeftOut(told, classes)))
    byReason.set(reason, [...(byReason.get(reason) ?? []), metric]);
  return [
    `${quoteLine(one.scenario)}${label === '' ? '' : ` [${label}]`}: ${gated.join(', ') || 'only its expectations'}`,
    ...[...byReason].map(([reason, metrics]) => `  not ${metrics.join(', ')}: ${reason}`),
  ];
}

/** What is not judged although there is a rule for it. */
function isLeftOut(
  { metric, class: ofClass, isGated, verdict }: MetricComparison,
  classes: ReadonlySet<ComparisonClass>,
): boolean {
  if (isGated || !classes.has(ofClass)) return false;
  if (ofClass === 'exact') return verdict === 'inconclusive';
  return PAIRED_RULES.some((rule) => rule.metric === metric);
}

/** A case that would be run and is not in the baseline, or the other way round. */
function listDifferences(results: readonly CaseResult[], subjects: readonly Subject[]): string[] {
  const keyOf = (scenario: string, parameters: object): string =>
    JSON.stringify([scenario, Object.entries(parameters).sort()]);
  const inBaseline = new Map(results.map((one) => [keyOf(one.scenario, one.parameters), one.scenario]));
  const planned = new Map(
    subjects.map(({ case: { scenario, parameters } }) => [keyOf(scenario.name, parameters), scenario.name]),
  );
  const lacking = (of: ReadonlyMap<string, string>, from: ReadonlyMap<string, string>): string[] =>
    [...of].filter(([key]) => !from.has(key)).map(([key, name]) => `${quoteLine(name)} ${quoteLine(key)}`);
  return [
    ...lacking(inBaseline, planned).map((one) => `in the baseline only: ${one}`),
    ...lacking(planned, inBaseline).map((one) => `not in the baseline: ${one}`),
  ];
}
