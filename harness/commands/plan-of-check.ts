/** What `check` would gate, and by which rule, case by case. */
import { compareReports } from '../compare/compare-reports.ts';
import { COUNTED_SHARE, LEAST_COUNTED_RUNS, PAIRED_RULES, SLOPE_SHARE } from '../compare/metric-rules.ts';
import type { CaseComparison } from '../compare/verdict.ts';
import { labelCase, varyingAxes } from '../report/case-label.ts';
import type { Colors } from '../report/colors.ts';
import { quoteLine } from '../report/terminal-text.ts';
import { wrapText } from '../report/wrap-text.ts';
import type { CaseResult, Report } from '../result.ts';
import type { Subject } from '../run/plan-runs.ts';

export interface PlannedCheck {
  readonly baseline: Report;
  readonly path: string;
  /** What would be run. */
  readonly subjects: readonly Subject[];
  /** Why nothing can be compared; none where it can. */
  readonly obstacles: readonly string[];
  readonly againstRevision: string | undefined;
}

const RULES = [
  `counted: differs by more than ${100 * COUNTED_SHARE} % and by more than one chunk; ${LEAST_COUNTED_RUNS} runs a side, and every one the same`,
  `growth: bounded becomes linear, or a slope that is more than ${100 * SLOPE_SHARE} % steeper`,
  'expectations and limits of the scenarios, in every run; a case that only one side has is an error',
];

/** Ends without a newline. */
export function renderPlan(
  { baseline, path, subjects, obstacles, againstRevision }: PlannedCheck,
  { width, colors }: { readonly width: number; readonly colors: Colors },
): string {
  const wrap = (line: string, indent = '  '): string => wrapText(line, width, indent);
  const axes = varyingAxes(baseline.results);
  // Held against itself, a report shows which of its figures can be judged.
  const { cases } = compareReports(baseline, baseline, { classes: new Set(['counted', 'growth']) });
  return [
    wrap(`${colors.bold('would be checked')} against ${quoteLine(path)}`),
    ...obstacles.map((obstacle) => colors.red(wrap(`  not comparable: ${quoteLine(obstacle)}`, '    '))),
    '',
    colors.bold('rules'),
    ...[...RULES, describePairs(againstRevision)].map((rule) => wrap(`  ${quoteLine(rule)}`, '    ')),
    '',
    colors.bold('cases'),
    ...cases.flatMap((one) => describeCase(one, axes).map((line) => wrap(`  ${line}`, '      '))),
    ...listDifferences(baseline.results, subjects).map((line) => colors.red(wrap(`  ${line}`, '    '))),
  ].join('\n');
}

/** By which effect each is judged, or how it could be. */
function describePairs(againstRevision: string | undefined): string {
  if (againstRevision === undefined) return 'time and RSS: not judged; --against-rev REV runs them in pairs';
  const effects = PAIRED_RULES.map(({ metric, delta }) => `${metric} ${100 * delta} %`).join(', ');
  return `in pairs with ${againstRevision}: ${effects} more`;
}

function describeCase(one: CaseComparison, axes: readonly string[]): string[] {
  const label = labelCase({ parameters: { ...one.a.parameters }, node: one.a.node }, axes);
  const gated = one.metrics.filter(({ isGated }) => isGated).map(({ metric }) => metric);
  const demoted = one.metrics.filter(
    ({ class: ofClass, isGated, verdict }) => ofClass === 'counted' && !isGated && verdict === 'inconclusive',
  );
  return [
    `${quoteLine(one.scenario)}${label === '' ? '' : ` [${label}]`}: ${gated.join(', ') || 'only its expectations'}`,
    ...demoted.map(({ metric, reason }) => `  not ${metric}: ${reason}`),
  ];
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
