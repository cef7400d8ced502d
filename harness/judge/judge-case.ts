/** From the runs of a case to its result: summary, expectations and warnings. Pure. */
import { growthMetricNamed, METRICS, recordedNames } from '../metrics.ts';
import type { ChildNote } from '../protocol.ts';
import type { CaseResult, Check, Growth, RunResult, Summary, Warning } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { medianInterval } from '../stats/median-interval.ts';
import { warnOfFewRuns, warnOfGap, warnOfLeftovers, warnOfNote, warnOfVaryingCounters } from '../warnings.ts';

/** Four intervals missed in a row is more than a busy machine does to a thread that only waits. */
const NOTED_GAP_INTERVALS = 5;
const LEAST_NOTED_GAP_MS = 50;

export interface CaseToJudge {
  readonly identity: Pick<CaseResult, 'scenario' | 'title' | 'parameters' | 'node'> & {
    readonly pairedWith?: string | undefined;
  };
  readonly expected: { readonly growth?: 'bounded' | 'linear' | undefined; readonly metric: GrowthMetric };
  /** In the order in which they were made. */
  readonly runs: readonly RunResult[];
  /** What the children noted, run by run, and what was seen of them. */
  readonly notes: ReadonlySet<ChildNote>;
  readonly leftovers: number;
  readonly growth: Growth | undefined;
  /** False where growth was not to be measured: then nothing is expected of it. */
  readonly growthWasAsked: boolean;
}

export function judgeCase(one: CaseToJudge): CaseResult {
  const { pairedWith, ...identity } = one.identity;
  return {
    ...identity,
    ...(pairedWith !== undefined && { pairedWith }),
    runs: [...one.runs],
    summary: summarizeRuns(one.runs),
    ...(one.growth !== undefined && { growth: one.growth }),
    expectations: [...judgeChecks(one.runs), ...judgeExpectedGrowth(one)],
    warnings: collectWarnings(one),
  };
}

/** By metric, and `recorded.NAME` for what a scenario records, over the completed runs of the kind that measures it. A metric that no run has is absent. */
export function summarizeRuns(runs: readonly RunResult[]): Record<string, Summary> {
  const completed = runs.filter(({ outcome }) => outcome.state === 'completed');
  const recorded = recordedNames(completed).map((name) => ({ name, ...growthMetricNamed(name) }));
  const entries = [...METRICS, ...recorded].flatMap(({ name, measuredBy, read }) => {
    const values = completed
      .filter(({ kind }) => kind === measuredBy)
      .map(read)
      .filter((value) => value !== undefined);
    return values.length === 0 ? [] : [[name, medianInterval(values)] as const];
  });
  return Object.fromEntries(entries);
}

/** A sentence holds where it holds in every run that says it. */
function judgeChecks(runs: readonly RunResult[]): Check[] {
  const held = new Map<string, boolean>();
  for (const check of runs.flatMap(({ checks = [] }) => checks)) {
    held.set(check.text, (held.get(check.text) ?? true) && check.held);
  }
  return [...held].map(([text, isHeld]) => ({ text, held: isHeld }));
}

/** Growth that could not be told is growth that was not shown. */
function judgeExpectedGrowth({ expected, growth, growthWasAsked }: CaseToJudge): Check[] {
  if (expected.growth === undefined || !growthWasAsked) return [];
  return [{ text: `${expected.metric} is ${expected.growth}`, held: growth?.verdict === expected.growth }];
}

function collectWarnings({ runs, notes, leftovers }: CaseToJudge): Warning[] {
  const completed = runs.filter(({ outcome }) => outcome.state === 'completed');
  return [
    ...(completed.length < runs.length ? [warnOfFewRuns(runs.length, completed.length)] : []),
    ...[...notes].map(warnOfNote),
    ...warnOfLongestGap(completed),
    ...warnOfWhatVaries(completed),
    ...(leftovers > 0 ? [warnOfLeftovers(leftovers)] : []),
  ];
}

function warnOfLongestGap(runs: readonly RunResult[]): Warning[] {
  const samplings = runs.flatMap(({ sampling }) => (sampling === undefined ? [] : [sampling]));
  const worst = samplings.reduce<(typeof samplings)[number] | undefined>(
    (longest, one) => (longest === undefined || one.longestGapMs > longest.longestGapMs ? one : longest),
    undefined,
  );
  if (worst === undefined) return [];
  const limitMs = Math.max(NOTED_GAP_INTERVALS * worst.intervalMs, LEAST_NOTED_GAP_MS);
  return worst.longestGapMs > limitMs ? [warnOfGap(worst.longestGapMs, worst.intervalMs)] : [];
}

/** Of the measure runs only: they are all of the same case. */
function warnOfWhatVaries(runs: readonly RunResult[]): Warning[] {
  const measured = runs.filter(({ kind }) => kind === 'measure');
  const varying = METRICS.filter(({ isCounted }) => isCounted).flatMap(({ name, unit, read }) => {
    const values = measured.map(read).filter((value) => value !== undefined);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return values.length > 1 && low !== high ? [{ metric: name, low, high, isBytes: unit === 'bytes' }] : [];
  });
  return varying.length > 0 ? [warnOfVaryingCounters(varying)] : [];
}
