/** What a report or a comparison comes to, one by one: the same for every format that CI reads. */
import type {
  CaseComparison,
  MetricComparison,
  MissingCase,
  ReportComparison,
} from '../../compare/verdict.ts';
import { type CaseResult, endedAsExpected, type Report } from '../../result.ts';
import type { ParameterValue } from '../../scenario.ts';
import { describeOutcome } from '../terminal/scenario-report.ts';
import { formatParameter, labelCase, varyingAxes } from '../text/case-label.ts';
import { formatDifference, formatFigure } from './figure-text.ts';
import type { Reported } from './reported.ts';

/** From the worst to the best. error: there is no figure. warned: a warning, or a difference that decides nothing. */
export const STATES = [
  'error',
  'failed',
  'inconclusive',
  'warned',
  'improved',
  'not-compared',
  'passed',
] as const;
export type FindingState = (typeof STATES)[number];

export interface Finding {
  readonly scenario: string;
  /** `highWaterMark 64 KiB, sink file`: which of its cases. Empty where there is only one. */
  readonly case: string;
  /** A metric, an expectation, or what else was looked at. */
  readonly subject: string;
  readonly state: FindingState;
  /** Of a metric that was compared: A, B and what lies between them, as a person reads them. */
  readonly figures?: readonly [a: string, b: string, difference: string];
  /** A sentence that says why. */
  readonly reason: string;
}

/** In the order of the report: scenario by scenario. */
export function listFindings(reported: Reported): Finding[] {
  if (reported.kind === 'run') return listOfReport(reported.report);
  const { comparison, report } = reported;
  // Growth is compared already.
  const ofB = report === undefined ? [] : listOfReport(report).filter(({ subject }) => subject !== 'growth');
  return [...listOfComparison(comparison), ...ofB];
}

/** The worst first; equal ones stay in the order of the report. */
export function sortByState(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
}

/** `await-drain [sink file]`. */
export const nameCase = ({ scenario, case: label }: Finding): string =>
  label === '' ? scenario : `${scenario} [${label}]`;

/** What tells the cases of a scenario from each other, by its name. */
export function findAxes<Case extends { readonly scenario: string }>(
  cases: readonly Case[],
  find: (own: readonly Case[]) => string[],
): Map<string, string[]> {
  const names = [...new Set(cases.map(({ scenario }) => scenario))];
  return new Map(names.map((name) => [name, find(cases.filter(({ scenario }) => scenario === name))]));
}

/** `64 KiB → 256 KiB, +192 KiB: …`. */
export function describeFinding({ figures, reason }: Finding): string {
  if (figures === undefined) return reason;
  const [a, b, difference] = figures;
  return `${a} → ${b}, ${difference}: ${reason}`;
}

const TIDEMARK = { scenario: 'tidemark', case: '' } as const;

function listOfReport({ results, complete }: Report): Finding[] {
  const axesOf = findAxes(results, varyingAxes);
  const findings = results.flatMap((result) => listOfCase(result, axesOf.get(result.scenario) ?? []));
  if (complete) return findings;
  const reason = 'the invocation was interrupted: cases are missing';
  return [{ ...TIDEMARK, subject: 'complete', state: 'error', reason }, ...findings];
}

function listOfCase(result: CaseResult, axes: readonly string[]): Finding[] {
  const which = { scenario: result.scenario, case: labelCase(result, axes) };
  return [
    { ...which, subject: 'runs', ...judgeRuns(result) },
    ...result.expectations.map(
      ({ text, passed }): Finding => ({
        ...which,
        subject: text,
        state: passed ? 'passed' : 'failed',
        reason: passed ? 'passed' : 'expectation failed',
      }),
    ),
    ...(result.growth === undefined
      ? []
      : [
          {
            ...which,
            subject: 'growth',
            state: result.growth.verdict === 'inconclusive' ? 'inconclusive' : 'passed',
            reason: `${result.growth.verdict}: ${result.growth.reason}`,
          } as const,
        ]),
    ...result.warnings.map(
      ({ code, message }): Finding => ({ ...which, subject: code, state: 'warned', reason: message }),
    ),
  ];
}

/** Each way to fail once, with how often. */
function judgeRuns(result: CaseResult): Pick<Finding, 'state' | 'reason'> {
  const { runs } = result;
  const failed = runs.filter((run) => run.outcome.state !== 'completed' && !endedAsExpected(run, result));
  if (runs.length === 0) return { state: 'error', reason: 'nothing was measured' };
  if (failed.length === 0)
    return { state: 'passed', reason: `${runs.length} of ${runs.length} ended as they should` };
  const ways = failed.map(({ outcome }) => describeOutcome(outcome));
  const told = [...new Set(ways)].map((way) => {
    const count = ways.filter((one) => one === way).length;
    return `${count} of ${runs.length} runs ${way}`;
  });
  return { state: 'error', reason: told.join('; ') };
}

function listOfComparison(comparison: ReportComparison): Finding[] {
  const { isComparable, reasons, cases, missing } = comparison;
  const axesOf = findAxes(cases, varyingOf);
  const nothing: Finding = {
    ...TIDEMARK,
    subject: 'comparable',
    state: 'error',
    reason: isComparable ? 'nothing could be judged' : `nothing may be compared: ${reasons.join('; ')}`,
  };
  return [
    ...(comparison.verdict === 'not-compared' || !isComparable ? [nothing] : []),
    ...missing.map(describeMissing),
    ...cases.flatMap((one) => {
      const label = labelCompared(one, axesOf.get(one.scenario) ?? []);
      return one.metrics.map((metric) => describeMetric(one.scenario, label, metric));
    }),
  ];
}

/** What only B has is new, and nothing is lost by it. */
function describeMissing({ side, scenario, parameters, node, reason }: MissingCase): Finding {
  return {
    scenario,
    case: [...Object.entries(parameters), ['node', node] as const]
      .map(([name, value]) => `${name} ${formatParameter(value)}`)
      .join(', '),
    subject: 'case',
    state: side === 'b' ? 'failed' : 'not-compared',
    reason: `missing in ${side.toUpperCase()}: ${reason}`,
  };
}

function describeMetric(scenario: string, label: string, metric: MetricComparison): Finding {
  const { a, b, unit, reason, verdict, isGated } = metric;
  return {
    scenario,
    case: label,
    subject: metric.metric,
    state: stateOf(metric),
    figures: [formatFigure(a, unit), formatFigure(b, unit), formatDifference(metric)],
    reason: isGated || verdict === 'not-compared' ? reason : `only told: ${reason}`,
  };
}

function stateOf({ verdict, isGated }: MetricComparison): FindingState {
  switch (verdict) {
    case 'regression':
      return isGated ? 'failed' : 'warned';
    case 'improvement':
      return 'improved';
    case 'pass':
      return 'passed';
    default:
      return verdict;
  }
}

/** What differs between the cases of B, and what differs from A to B in a case. */
function varyingOf(cases: readonly CaseComparison[]): string[] {
  const values = ({ a, b }: CaseComparison, name: string): string =>
    [a, b].map((side) => readAxis(side, name)).join();
  const names = [
    ...new Set(cases.flatMap(({ a, b }) => [a, b].flatMap(({ parameters }) => Object.keys(parameters)))),
    'node',
  ];
  return names.filter(
    (name) =>
      new Set(cases.map((one) => values(one, name))).size > 1 ||
      cases.some(({ a, b }) => readAxis(a, name) !== readAxis(b, name)),
  );
}

function labelCompared({ a, b }: CaseComparison, axes: readonly string[]): string {
  return axes
    .map((axis) => {
      const [of, to] = [a, b].map((side) => readAxis(side, axis));
      const text = (value: ParameterValue | undefined): string =>
        value === undefined ? 'none' : formatParameter(value);
      return `${axis} ${of === to ? text(of) : `${text(of)} → ${text(to)}`}`;
    })
    .join(', ');
}

function readAxis({ parameters, node }: CaseComparison['a'], axis: string): ParameterValue | undefined {
  return axis === 'node' ? node : Object.hasOwn(parameters, axis) ? parameters[axis] : undefined;
}
