/** Turns the runs of a case into its result: summary, expectations and warnings. Pure. */
import { type DeclaredClaim, judgeClaim } from '../claims/judge-claim.ts';
import { growthMetricNamed, isRecorded, METRICS, recordedNames } from '../metrics.ts';
import type { ChildWarning } from '../protocol.ts';
import {
  type CaseResult,
  type Check,
  type Expectation,
  endedAsExpected,
  type Growth,
  type ParameterValues,
  type RunResult,
  type Summary,
  type Warning,
} from '../result.ts';
import { type Runtime, versionOf } from '../runtimes/runtime.ts';
import type { ComparisonTable, ExpectedOutcome, GrowthMetric } from '../scenario.ts';
import { medianInterval } from '../stats/median-interval.ts';
import { doubtCheck, doubtRecorded, explainUnmeasured } from './explain-unmeasured.ts';
import { judgeChecks } from './judge-checks.ts';
import { judgeLimits } from './judge-limits.ts';
import { findLabels } from './rank-labels.ts';
import {
  warnOfChild,
  warnOfFewRuns,
  warnOfGap,
  warnOfLiveGap,
  warnOfNotRecorded,
  warnOfRuntime,
  warnOfSilentWorkers,
  warnOfStrays,
  warnOfVaryingCounters,
} from './warnings.ts';

/** A busy machine does not make a thread that only waits miss four intervals in a row. */
const MIN_REPORTED_GAP_INTERVALS = 5;
const MIN_REPORTED_GAP_MS = 50;

export interface CaseToJudge {
  readonly identity: Pick<CaseResult, 'scenario' | 'title' | 'parameters' | 'parameterKinds' | 'node'> & {
    readonly file?: string | undefined;
    readonly programHash?: string;
    readonly pairedWith?: string | undefined;
    readonly tags?: readonly string[];
    readonly comparisonTable?: ComparisonTable | undefined;
  };
  /** Absent for Node. */
  readonly runtime?: Runtime | undefined;
  readonly expected: {
    readonly growth?: 'bounded' | 'linear' | undefined;
    readonly metric: GrowthMetric;
    readonly outcome?: ExpectedOutcome | undefined;
    /** Whether the scenario declares checks, which must pass in every run. */
    readonly hasChecks: boolean;
    /** By metric; that of `growth` is a verdict. */
    readonly limits?: Readonly<Partial<Record<string, number | 'bounded'>>> | undefined;
    readonly claim?: DeclaredClaim | undefined;
  };
  /** In the order in which they were made. */
  readonly runs: readonly RunResult[];
  /** The warnings of the children over all runs. */
  readonly warnings: ReadonlySet<ChildWarning>;
  /** How many processes outlived their run. */
  readonly strays: number;
  readonly growth: Growth | undefined;
  /** False if growth was not to be measured: then it is not an expectation. */
  readonly growthRequested: boolean;
}

export function judgeCase(one: CaseToJudge): CaseResult {
  const { file, pairedWith, tags = [], comparisonTable, ...identity } = one.identity;
  const { outcome: expectedOutcome, claim } = one.expected;
  const expected = expectedOutcome === undefined ? {} : { expectedOutcome };
  const labels = findLabels(one.runs, expected);
  const ended = one.runs.filter((run) => endedAsExpected(run, expected));
  return {
    ...identity,
    ...(file !== undefined && { file }),
    ...(pairedWith !== undefined && { pairedWith }),
    ...(tags.length > 0 && { tags }),
    ...expected,
    runs: [...one.runs],
    ...(labels !== undefined && { labels }),
    summary: summarizeRuns(ended, identity.parameters),
    ...(one.growth !== undefined && { growth: one.growth }),
    ...(comparisonTable !== undefined && { comparisonTable }),
    ...(claim !== undefined && { claim: judgeClaim(claim, one.runs) }),
    expectations: [
      ...judgeOutcome(one, ended),
      ...judgeChecks(one.runs).map((check) => doubtCheck(check, one.warnings)),
      ...judgeExpectedGrowth(one, ended),
      ...judgeLimits(one, ended),
    ],
    warnings: collectWarnings(one, ended),
  };
}

/**
 * Summarizes each metric, and `recorded.NAME` for the figures that a scenario records, over the runs of the kind that
 * measures it: of the growth runs, the one at the volume of the case. A metric that no run has is absent.
 */
function summarizeRuns(runs: readonly RunResult[], ofCase: ParameterValues): Record<string, Summary> {
  const isOfCase = ({ kind, parameters }: RunResult): boolean =>
    kind !== 'growth' || Object.keys(ofCase).every((name) => parameters[name] === ofCase[name]);
  const recorded = recordedNames(runs).map((name) => ({ name, ...growthMetricNamed(name) }));
  const entries = [...METRICS, ...recorded].flatMap(({ name, measuredBy, read }) => {
    const values = runs
      .filter((run) => run.kind === measuredBy && isOfCase(run))
      .map(read)
      .filter((value) => value !== undefined);
    return values.length === 0 ? [] : [[name, medianInterval(values)] as const];
  });
  return Object.fromEntries(entries);
}

/** Only if the runs are expected not to complete. A run that failed in another way, or did not report its counters, fails the expectation. */
function judgeOutcome({ runs, expected }: CaseToJudge, ended: readonly RunResult[]): Check[] {
  if (expected.outcome === undefined) return [];
  const isChecked = ended.every(({ checks = [] }) => checks.length > 0);
  return [
    { text: `every run ends in run(), as ${expected.outcome}`, passed: ended.length === runs.length },
    ...(expected.hasChecks && !isChecked
      ? [{ text: 'every run reports what it counted before it ended', passed: false }]
      : []),
  ];
}

/** Inconclusive growth fails the expectation. */
function judgeExpectedGrowth(
  { expected, growth, growthRequested, warnings }: CaseToJudge,
  ended: readonly RunResult[],
): Expectation[] {
  if (expected.growth === undefined || !growthRequested) return [];
  const text = `${expected.metric} is ${expected.growth}`;
  const doubt = doubtRecorded(expected.metric, warnings);
  if (doubt !== undefined) return [{ text, notJudged: doubt }];
  if (growth === undefined) return [{ text, notJudged: explainUnmeasured(expected.metric, ended) }];
  const passed = growth.verdict === expected.growth;
  const own = growth.byMetric[expected.metric]?.verdict;
  if (passed || own !== expected.growth) return [{ text, passed }];
  const why = `${expected.metric} is ${own}, ${growth.metric} is ${growth.verdict}`;
  return [{ text: `growth is ${expected.growth} (${why})`, passed }];
}

function collectWarnings(one: CaseToJudge, ended: readonly RunResult[]): Warning[] {
  const { runs, warnings, strays, expected } = one;
  const isMissing = expected.outcome === undefined && ended.length < runs.length;
  return [
    ...(isMissing ? [warnOfFewRuns(runs.length, ended.length)] : []),
    ...(one.runtime === undefined ? [] : [warnOfRuntime(versionOf(one.runtime))]),
    ...[...warnings].map(warnOfChild),
    ...warnOfUnrecorded(one, ended),
    ...warnOfLongestGap(ended),
    ...warnOfLive(ended),
    ...warnOfVariation(ended),
    ...(strays > 0 ? [warnOfStrays(strays)] : []),
  ];
}

/** For figures that the scenario names and no run recorded: a misspelled name. An expectation of one says so itself. */
function warnOfUnrecorded({ identity, expected }: CaseToJudge, ended: readonly RunResult[]): Warning[] {
  const { metric, cellMetrics = [], rowMetrics = [] } = identity.comparisonTable ?? {};
  const named = [
    metric,
    ...cellMetrics,
    ...rowMetrics,
    ...(expected.growth === undefined ? [expected.metric] : []),
  ];
  const recorded: readonly string[] = recordedNames(ended);
  const missing = named
    .filter((name) => name !== undefined)
    .filter((name) => isRecorded(name) && !recorded.includes(name));
  return ended.length === 0 ? [] : [...new Set(missing)].map((name) => warnOfNotRecorded(name, recorded));
}

function warnOfLongestGap(runs: readonly RunResult[]): Warning[] {
  const samplings = runs.flatMap(({ sampling }) => (sampling === undefined ? [] : [sampling]));
  const worst = samplings.reduce<(typeof samplings)[number] | undefined>(
    (longest, one) => (longest === undefined || one.longestGapMs > longest.longestGapMs ? one : longest),
    undefined,
  );
  if (worst === undefined) return [];
  const limitMs = Math.max(MIN_REPORTED_GAP_INTERVALS * worst.intervalMs, MIN_REPORTED_GAP_MS);
  return worst.longestGapMs > limitMs ? [warnOfGap(worst.longestGapMs, worst.intervalMs)] : [];
}

/** Collections of a large heap take 100 ms and more, and come between two readings. */
const MIN_REPORTED_LIVE_GAP_MS = 500;

function warnOfLive(runs: readonly RunResult[]): Warning[] {
  const live = runs.flatMap((run) => run.live ?? []);
  const longestGapMs = Math.max(0, ...live.map((one) => one.longestGapMs));
  const areSilent = live.some(({ workers, readings }) => (workers?.missingAnswers ?? 0) > readings / 2);
  return [
    ...(longestGapMs > MIN_REPORTED_LIVE_GAP_MS ? [warnOfLiveGap(longestGapMs)] : []),
    ...(areSilent ? [warnOfSilentWorkers()] : []),
  ];
}

/** Among the measure runs only: growth runs have other volumes. */
function warnOfVariation(runs: readonly RunResult[]): Warning[] {
  const measured = runs.filter(({ kind }) => kind === 'measure');
  const varying = METRICS.filter(({ isCounted }) => isCounted).flatMap(({ name, unit, read }) => {
    const values = measured.map(read).filter((value) => value !== undefined);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return values.length > 1 && low !== high ? [{ metric: name, low, high, unit }] : [];
  });
  return varying.length > 0 ? [warnOfVaryingCounters(varying)] : [];
}
