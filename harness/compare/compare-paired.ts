/**
 * The paired rule, over all metrics of all cases at once: detected by the exact signed-rank test with Holm's correction,
 * large enough to matter, and confirmed by a fresh batch. Pure.
 */
import { type Metric, metricNamed } from '../metrics.ts';
import type { CaseResult } from '../result.ts';
import { adjustByHolm } from '../stats/holm.ts';
import { type PairedShift, pairedShift } from '../stats/paired-shift.ts';
import { median } from '../stats/quantile.ts';
import { collectPairs, hasPairs, type PairBatch } from './collect-pairs.ts';
import { formatShare, makeRelativeDifference } from './metric-comparison.ts';
import { ALPHA, type PairedRule } from './metric-rules.ts';
import { readFigures } from './side-figures.ts';
import type { Difference, InformationalComparison, PairedComparison } from './verdict.ts';

/** A metric of a case whose runs were made in pairs, or are paired by order as if they were. */
export interface PairedCandidate {
  readonly rule: PairedRule;
  readonly metric: Metric;
  readonly first: PairBatch;
  readonly second: PairBatch;
  /** False if the existing pairs were made for another metric, such as the three that counters need. */
  readonly wasRequested: boolean;
  /** The sides are of two invocations: see pair-by-order.ts. */
  readonly areSeparateInvocations: boolean;
}

export interface PairedReports {
  readonly areSeparateInvocations: boolean;
  /** Neither was interrupted. */
  readonly isComplete: boolean;
}

/**
 * Undefined if the runs that measure the metric are not paired on both sides, if neither side has the figure, or if too
 * few runs can be paired by order.
 */
export function findCandidate(
  a: CaseResult,
  b: CaseResult,
  rule: PairedRule,
  { areSeparateInvocations, isComplete }: PairedReports,
): PairedCandidate | undefined {
  const metric = metricNamed(rule.metric);
  const isRead = [a, b].some((result) => readFigures(result, metric).length > 0);
  if (!isRead || !hasPairs(a, metric) || !hasPairs(b, metric)) return undefined;
  const { first, second } = collectPairs(a, b, metric);
  // These runs were not made for the paired rule: the metric is informational, with the interval for unpaired runs.
  if (areSeparateInvocations && first.a.length < rule.minPairs) return undefined;
  // Runs of the kind `stable` are made for nothing else.
  const wasRequested = rule.class === 'memory' || first.completed >= rule.minPairs || !isComplete;
  return { rule, metric, first, second, wasRequested, areSeparateInvocations };
}

export type PairedResult = PairedComparison | InformationalComparison;

/** In the order of the candidates. */
export function comparePaired(candidates: readonly PairedCandidate[]): PairedResult[] {
  const firsts = testFamily(candidates.map((one) => ({ ...one, batch: one.first })));
  const flags = firsts.map((test) => test?.flag);
  const seconds = candidates.map((): Test | undefined => undefined);
  // Metrics detected as worse and metrics detected as better are two families, as in the first batch.
  for (const direction of ['worse', 'better'] as const) {
    const flagged = [...candidates.keys()].filter((index) => flags[index] === direction);
    const confirmed = testFamily(
      flagged.map((index) => {
        const one = candidates[index] as PairedCandidate;
        return { rule: one.rule, batch: one.second };
      }),
      flagged.length,
    );
    for (const [place, index] of flagged.entries()) seconds[index] = confirmed[place];
  }
  return candidates.map((one, index) => describe(one, firsts[index], seconds[index]));
}

interface Tested {
  readonly rule: PairedRule;
  readonly batch: PairBatch;
}

interface Test {
  readonly shift: PairedShift;
  /** Holm-adjusted, by the direction. */
  readonly pWorse: number;
  readonly pBetter: number;
  readonly flag: 'worse' | 'better' | undefined;
}

/** Undefined for a metric that cannot be tested; it does not count towards the size of the family, unless that is given. */
function testFamily(family: readonly Tested[], size?: number): (Test | undefined)[] {
  const testable = family.map(({ rule, batch }) => canBeTested(batch, rule));
  const alpha = ALPHA / Math.max(1, size ?? testable.filter(Boolean).length);
  const shifts = family.map(({ rule: { delta }, batch: { logRatios } }, index) =>
    testable[index] && logRatios !== undefined ? pairedShift({ logRatios, alpha, delta }) : undefined,
  );
  const isInFamily = (index: number): boolean => size !== undefined || shifts[index] !== undefined;
  const adjust = (read: (shift: PairedShift) => number): number[] => {
    const indices = [...shifts.keys()].filter(isInFamily);
    const adjusted = adjustByHolm(
      indices.map((index) => {
        const shift = shifts[index];
        return shift === undefined ? 1 : read(shift);
      }),
    );
    const byIndex = new Map(indices.map((index, place) => [index, adjusted[place]]));
    return shifts.map((_, index) => byIndex.get(index) ?? 1);
  };
  const [worse, better] = [adjust(({ pGreater }) => pGreater), adjust(({ pLess }) => pLess)];
  return shifts.map((shift, index) => {
    const rule = family[index]?.rule;
    if (shift === undefined || rule === undefined) return undefined;
    const [pWorse = 1, pBetter = 1] = [worse[index], better[index]];
    return { shift, pWorse, pBetter, flag: findFlag(shift, pWorse, pBetter, rule) };
  });
}

/** Half of the effect that matters is the smallest that is flagged: a true effect of that size is estimated lower half of the time. */
function findFlag(
  { shift }: PairedShift,
  pWorse: number,
  pBetter: number,
  { delta }: PairedRule,
): Test['flag'] {
  const minShift = Math.log1p(delta / 2);
  if (pWorse <= ALPHA && shift >= minShift) return 'worse';
  return pBetter <= ALPHA && -shift >= minShift ? 'better' : undefined;
}

const canBeTested = ({ logRatios }: PairBatch, { minPairs }: PairedRule): boolean =>
  logRatios !== undefined && logRatios.length >= minPairs;

function describe(
  candidate: PairedCandidate,
  first: Test | undefined,
  second: Test | undefined,
): PairedResult {
  const { rule, metric } = candidate;
  const batch = second === undefined ? candidate.first : candidate.second;
  const test = second ?? first;
  const detectable = test?.shift.detectableEffect ?? Number.POSITIVE_INFINITY;
  const figures = {
    metric: rule.metric,
    unit: metric.unit,
    a: medianOf(batch.a),
    b: medianOf(batch.b),
    difference: test === undefined ? undefined : toShares(test.shift),
  };
  if (first === undefined && !candidate.wasRequested) {
    const reason = explainUntestable(candidate.first, candidate);
    return { ...figures, class: 'informational', verdict: 'informational', reason };
  }
  return {
    ...figures,
    class: rule.class,
    minDetectableEffect: Number.isFinite(detectable) ? detectable : undefined,
    p: test === undefined ? undefined : pOf(test),
    pairs: batch.a.length,
    isGated: true,
    ...decide(candidate, first, second),
  };
}

type Decision = Pick<PairedComparison, 'verdict' | 'reason' | 'needsConfirmation'>;

function decide(candidate: PairedCandidate, first: Test | undefined, second: Test | undefined): Decision {
  const { rule, areSeparateInvocations } = candidate;
  const pairs = describeBatch(candidate.first, areSeparateInvocations);
  const decided = { needsConfirmation: false };
  if (first === undefined)
    return { ...decided, verdict: 'inconclusive', reason: explainUntestable(candidate.first, candidate) };
  if (first.flag === undefined) {
    const { detectableEffect, pairsNeeded } = first.shift;
    if (detectableEffect <= rule.delta)
      return { ...decided, verdict: 'pass', reason: `no difference that matters in ${pairs}` };
    const limit = Number.isFinite(detectableEffect)
      ? `could not detect less than ${formatShare(detectableEffect)}`
      : 'could not detect any difference';
    const reason = `underpowered: ${pairs} ${limit}; about ${pairsNeeded} are needed to detect ${formatShare(rule.delta)}`;
    return { ...decided, verdict: 'inconclusive', reason };
  }
  const detected = `${pairs} ${candidate.first.a.length === 1 ? 'shows' : 'show'} B ${describeShift(first.shift)}`;
  if (areSeparateInvocations && rule.class === 'time')
    return { ...decided, verdict: 'inconclusive', reason: `${detected}; ${OTHER_SESSION}` };
  if (second === undefined) {
    const hasStarted = candidate.second.completed + candidate.second.excluded > 0;
    const reason = `${detected}; not confirmed: ${hasStarted ? explainUntestable(candidate.second, candidate) : 'there is no second batch'}`;
    return { verdict: 'inconclusive', reason, needsConfirmation: !hasStarted };
  }
  if (second.flag !== first.flag)
    return {
      ...decided,
      verdict: 'pass',
      reason: `${detected}; a fresh batch of ${describeBatch(candidate.second, areSeparateInvocations)} did not confirm it`,
    };
  return {
    ...decided,
    verdict: first.flag === 'worse' ? 'regression' : 'improvement',
    reason: `${detected}; a fresh batch of ${describeBatch(candidate.second, areSeparateInvocations)} confirms it`,
  };
}

/** 24 to 28 % of comparisons of a program with itself, one hour's runs with another's, were significant for wall time. */
const OTHER_SESSION = 'runs from different sessions cannot separate a slower program from a slower machine';

function explainUntestable(
  batch: PairBatch,
  { rule: { minPairs }, areSeparateInvocations }: PairedCandidate,
): string {
  if (batch.a.length < minPairs)
    return `${describeBatch(batch, areSeparateInvocations)}: at least ${minPairs} are needed`;
  return 'a figure is 0, so there is no ratio to test';
}

const UNMATCHED = 'on one side excluded: the other side has none to pair it with';

/** `10 pairs (2 more excluded: a run failed or is missing)`, or `10 runs per side`. */
function describeBatch({ a, excluded, unused }: PairBatch, areSeparateInvocations: boolean): string {
  const notes = [
    ...(excluded > 0
      ? [`${excluded} more ${areSeparateInvocations ? UNMATCHED : 'excluded: a run failed or has no figure'}`]
      : []),
    ...(unused > 0 ? [`the first of ${a.length + unused}`] : []),
  ];
  const [unit, where] = areSeparateInvocations ? ['run', ' per side'] : ['pair', ''];
  const pairs = `${a.length} ${unit}${a.length === 1 ? '' : 's'}${where}`;
  return notes.length === 0 ? pairs : `${pairs} (${notes.join('; ')})`;
}

function describeShift({ shift }: PairedShift): string {
  return `${formatShare(Math.abs(Math.expm1(shift)))} ${shift > 0 ? 'higher' : 'lower'}`;
}

const pOf = ({ shift, pWorse, pBetter }: Test): number => (shift.shift >= 0 ? pWorse : pBetter);

const toShares = ({ shift, ...interval }: PairedShift): Difference =>
  makeRelativeDifference({ estimate: shift, ...interval });

const medianOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : median(values);
