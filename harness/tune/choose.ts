/** From the runs to the answer. Pure. */
import { median } from '../stats/quantile.ts';
import type { Race } from './race.ts';
import type { Trials } from './trials.ts';
import type { Candidate, CandidateState, Tuning } from './tuning.ts';

export interface Choosing {
  readonly within: number;
  /** The fastest of those that fit. */
  readonly best: number;
  /** Whether the rounds ended because everything was known. */
  readonly isSettled: boolean;
  readonly fits: (value: number) => boolean;
  /** Whether a value was too slow at the first look. */
  readonly isImplausible: (value: number) => boolean;
}

/** A factor of fewer says little about all other values. */
const MIN_SPAN = 16;
/** Slower than this is a difference, whatever the margin is. */
const CLEARLY_SLOWER = 0.85;

export function describeCandidates(
  trials: Trials,
  race: Race,
  { best, fits, isImplausible }: Choosing,
): Candidate[] {
  const stateOf = (value: number): CandidateState => {
    if (trials.failureOf(value) !== undefined) return 'failed';
    if (!fits(value)) return 'too-large';
    const judged = race.judge(value, best);
    if (judged !== 'undecided') return judged;
    if (isImplausible(value)) return 'too-slow';
    return trials.byCost(value, best) > 0 || trials.compare(value, best) === undefined
      ? 'not-compared'
      : 'undecided';
  };
  return trials.values.map((value) => describeCandidate(trials, value, best, stateOf(value)));
}

function describeCandidate(trials: Trials, value: number, best: number, state: CandidateState): Candidate {
  const made = trials.of(value);
  const relative = trials.compare(value, best);
  const peakBufferedBytes = trials.peakOf(value);
  const cpuMs = made.flatMap((trial) => trial.cpuMs ?? []);
  const reason = trials.failureOf(value);
  return {
    value,
    state,
    runs: made.length,
    ...(made.length > 0 && { throughput: trials.throughputOf(value) }),
    ...(relative !== undefined && { relative }),
    ...(peakBufferedBytes !== undefined && { peakBufferedBytes }),
    ...(cpuMs.length > 0 && { cpuMs: median(cpuMs) }),
    ...(reason !== undefined && { reason }),
  };
}

/** The cheapest that is fast enough; where the runs vary too much to show any, the cheapest that looks so. */
export function chooseValue(
  candidates: readonly Candidate[],
  trials: Trials,
  { within, best, isSettled }: Pick<Choosing, 'within' | 'best' | 'isSettled'>,
): { readonly verdict: Tuning['verdict']; readonly value: number } {
  const inOrder = [...candidates].sort((one, other) => trials.byCost(one.value, other.value));
  const enough = inOrder.find(({ state }) => state === 'fast-enough')?.value ?? best;
  const looksEnough = inOrder.find(
    ({ state, relative }) => state === 'undecided' && (relative?.estimate ?? 0) >= 1 - within / 2,
  );
  const isCheaper = looksEnough !== undefined && trials.byCost(looksEnough.value, enough) < 0;
  if (enough === best && isCheaper) return { verdict: 'undecided', value: looksEnough.value };
  if (enough === best && !isSettled) return { verdict: 'undecided', value: best };
  return { verdict: hasNoDifference(candidates, enough) ? 'no-difference' : 'found', value: enough };
}

/** Over a wide range, nothing is clearly slower than the smallest value, and that is fast enough. */
function hasNoDifference(candidates: readonly Candidate[], chosen: number): boolean {
  const measured = candidates.filter(({ throughput }) => throughput !== undefined);
  const [smallest, largest] = [measured[0]?.value ?? 1, measured.at(-1)?.value ?? 1];
  const own = candidates.find(({ value }) => value === chosen)?.throughput ?? 0;
  const hasSlower = measured.some(
    ({ relative, throughput = own, state }) =>
      state === 'too-slow' && (relative?.high ?? throughput / own) < CLEARLY_SLOWER,
  );
  return (
    chosen === smallest &&
    largest / smallest >= MIN_SPAN &&
    !hasSlower &&
    measured.length === candidates.length
  );
}
