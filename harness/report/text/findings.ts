/** Lists the findings of a report or a comparison: the same for every format that CI reads. */
import { type CaseIdentity, nameScenario, type ScenarioIdentity, scenarioKey } from '../../case-key.ts';
import {
  differenceOf,
  isGated,
  type MetricComparison,
  type MissingCase,
  type ReportComparison,
} from '../../compare/verdict.ts';
import {
  type CaseResult,
  type Expectation,
  endedAsExpected,
  type Growth,
  type Report,
} from '../../result.ts';
import { labelSide } from '../../sides.ts';
import {
  findAxes,
  labelCase,
  labelCompared,
  labelFully,
  varyingAxes,
  varyingComparedAxes,
} from './case-label.ts';
import { formatLongDifference, formatLongFigure } from './comparison-figures.ts';
import { describeExplained, describePlace } from './growth-place.ts';
import { describeUnfinished } from './label-rows.ts';
import { describeOutcome } from './outcome-text.ts';
import type { Reported } from './reported.ts';

/** From the worst to the best. error: there is no figure. warning: a reservation, or a difference in a metric that is not gated. */
export const STATES = [
  'error',
  'failed',
  'inconclusive',
  'warning',
  'improved',
  'informational',
  'passed',
] as const;
export type FindingState = (typeof STATES)[number];

export interface Finding {
  readonly scenario: string;
  /** The label of the case: `highWaterMark 64 KiB, sink file`. Empty if there is only one. */
  readonly case: string;
  /** A metric, an expectation, or another subject, such as `runs`. */
  readonly subject: string;
  readonly state: FindingState;
  /** For a compared metric: A, B and their difference, formatted. */
  readonly figures?: readonly [a: string, b: string, difference: string];
  /** A sentence that says why. */
  readonly reason: string;
  /** The case; of a comparison, as B ran it. Absent for what is not a case. */
  readonly of?: CaseIdentity;
  /** The metric that was compared, for whoever needs its numbers. */
  readonly compared?: MetricComparison;
  /** Whether `subject` is the text of an expectation. */
  readonly isExpectation?: boolean;
}

/** In the order of the report: scenario by scenario. */
export function listFindings(reported: Reported): Finding[] {
  if (reported.kind === 'run') return listOfReport(reported.report);
  const { comparison, report, by } = reported;
  const counts = report !== undefined && by !== 'compare';
  // The comparison covers growth.
  const ofB = counts ? listOfReport(report).filter(({ subject }) => subject !== 'growth') : [];
  return [...listOfComparison(comparison), ...ofB];
}

/** The worst first; findings of one state stay in the order of the report. */
export function sortByState(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
}

/** `await-drain [sink file]`. */
export const nameCase = ({ scenario, case: label }: Finding): string =>
  label === '' ? scenario : `${scenario} [${label}]`;

/** `64 KiB → 256 KiB, +192 KiB: …`. */
export function describeFinding({ figures, reason }: Finding): string {
  if (figures === undefined) return reason;
  const [a, b, difference] = figures;
  return `${a} → ${b}, ${difference}: ${reason}`;
}

const TIDEMARK = { scenario: 'tidemark', case: '' } as const;

function listOfReport({ results, complete }: Report): Finding[] {
  const axesOf = findAxes(results, varyingAxes);
  const findings = results.flatMap((result) =>
    listOfCase(result, results, axesOf.get(scenarioKey(result)) ?? []),
  );
  if (complete) return findings;
  const reason = 'the invocation was interrupted: cases are missing';
  return [{ ...TIDEMARK, subject: 'complete', state: 'error', reason }, ...findings];
}

function listOfCase(result: CaseResult, all: readonly CaseResult[], axes: readonly string[]): Finding[] {
  const which = { scenario: nameScenario(result, all), case: labelCase(result, axes), of: identify(result) };
  return [
    { ...which, subject: 'runs', ...judgeRuns(result) },
    ...result.expectations.map(
      (one): Finding => ({ ...which, subject: one.text, isExpectation: true, ...judgeExpectation(one) }),
    ),
    ...(result.growth === undefined
      ? []
      : [
          {
            ...which,
            subject: 'growth',
            state: result.growth.verdict === 'inconclusive' ? 'inconclusive' : 'passed',
            reason: describeGrowth(result.growth),
          } as const,
        ]),
    ...result.warnings.map(
      ({ code, message }): Finding => ({ ...which, subject: code, state: 'warning', reason: message }),
    ),
  ];
}

function judgeExpectation(expectation: Expectation): Pick<Finding, 'state' | 'reason'> {
  if ('notJudged' in expectation) return { state: 'error', reason: `not judged: ${expectation.notJudged}` };
  return expectation.passed
    ? { state: 'passed', reason: 'passed' }
    : { state: 'failed', reason: 'expectation failed' };
}

function describeGrowth(growth: Growth): string {
  const explained = describeExplained(growth);
  const verdict = `${growth.verdict}${describePlace(growth)}: ${growth.reason}`;
  return explained === '' ? verdict : `${verdict}; ${explained}`;
}

/** Each distinct failure once, with its count. */
function judgeRuns(result: CaseResult): Pick<Finding, 'state' | 'reason'> {
  const { runs } = result;
  const failed = runs.filter((run) => run.outcome.state !== 'completed' && !endedAsExpected(run, result));
  if (runs.length === 0) return { state: 'error', reason: 'nothing was measured' };
  if (failed.length === 0)
    return { state: 'passed', reason: `${runs.length} of ${runs.length} ended as expected` };
  const failures = failed.map(({ outcome }) => describeOutcome(outcome));
  const counted = [...new Set(failures)].map((failure) => {
    const count = failures.filter((other) => other === failure).length;
    const example = failed.find(({ outcome }) => describeOutcome(outcome) === failure);
    const streams = example === undefined ? [] : describeUnfinished(example);
    return [`${count} of ${runs.length} runs ${failure}`, ...streams].join('; ');
  });
  return { state: 'error', reason: counted.join('; ') };
}

function listOfComparison(comparison: ReportComparison): Finding[] {
  const { isComparable, reasons, cases, missing } = comparison;
  const all = [...cases, ...missing];
  const axesOf = findAxes(cases, varyingComparedAxes);
  const nothing: Finding = {
    ...TIDEMARK,
    subject: 'comparable',
    state: 'error',
    reason: isComparable ? 'nothing could be judged' : `not comparable: ${reasons.join('; ')}`,
  };
  return [
    ...(comparison.verdict === 'not-comparable' ? [nothing] : []),
    ...missing.map((one) => describeMissing(one, all)),
    ...cases.flatMap((one) => {
      const label = labelCompared(one, axesOf.get(scenarioKey(one)) ?? []);
      const which = { scenario: nameScenario(one, all), case: label, of: identify({ ...one, ...one.b }) };
      return one.metrics.map((metric): Finding => ({ ...which, ...describeMetric(metric) }));
    }),
  ];
}

/** A case that only B has is new, and so not a failure. */
function describeMissing(missing: MissingCase, all: readonly ScenarioIdentity[]): Finding {
  return {
    scenario: nameScenario(missing, all),
    case: labelFully(missing),
    of: identify(missing),
    subject: missing.side === 'b' ? 'case' : 'new case',
    state: missing.side === 'b' ? 'failed' : 'informational',
    reason: `missing in ${labelSide(missing.side)}: ${missing.reason}`,
  };
}

function describeMetric(
  metric: MetricComparison,
): Pick<Finding, 'subject' | 'state' | 'figures' | 'reason' | 'compared'> {
  const { a, b, unit, reason } = metric;
  return {
    subject: metric.metric,
    state: stateOf(metric),
    figures: [
      formatLongFigure(a, unit),
      formatLongFigure(b, unit),
      formatLongDifference(differenceOf(metric), unit),
    ],
    reason: metric.class === 'informational' || isGated(metric) ? reason : `not gated: ${reason}`,
    compared: metric,
  };
}

const identify = ({ scenario, file, parameters, parameterKinds, node }: CaseIdentity): CaseIdentity => ({
  scenario,
  ...(file !== undefined && { file }),
  parameters,
  parameterKinds,
  node,
});

function stateOf(metric: MetricComparison): FindingState {
  switch (metric.verdict) {
    case 'regression':
      return isGated(metric) ? 'failed' : 'warning';
    case 'improvement':
      return 'improved';
    case 'pass':
      return 'passed';
    default:
      return metric.verdict;
  }
}
