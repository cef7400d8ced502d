/** How many pairs will probably be needed beyond those that are planned. Pure. */
import type { PairKind } from '../../plan/plan-pairs.ts';
import type { RunResult } from '../../result.ts';
import type { Sides } from '../../sides.ts';

export interface PairForecasting {
  readonly maxPairs: number;
  /** How many pairs would detect the effects that matter, given the variance of those that were made. */
  readonly countNeeded: (kind: PairKind, runs: Sides<readonly RunResult[]>) => number;
  /** The chance that so many pairs like those detect a difference, which a second batch then has to confirm. */
  readonly chanceOfFinding: (kind: PairKind, runs: Sides<readonly RunResult[]>, pairs: number) => number;
}

/** The variance of fewer pairs is hardly known. */
const FEW_PAIRS = 8;

/** `planned` is how many pairs there will be at least, and `runs` those that were made. */
export function forecastPairs(
  kind: PairKind,
  runs: Sides<readonly RunResult[]>,
  planned: number,
  { maxPairs, countNeeded, chanceOfFinding }: PairForecasting,
): number {
  const needed = Math.max(planned, Math.min(maxPairs, countNeeded(kind, runs)));
  // Halfway, on the scale of ratios: whatever it will be, the forecast is off by half as much.
  const isKnown = Math.min(runs.a.length, runs.b.length) >= FEW_PAIRS;
  const pairs = isKnown ? needed : Math.sqrt(needed * planned);
  return pairs - planned + chanceOfFinding(kind, runs, pairs) * pairs;
}

/** So many pairs of each kind of a case come first: enough to see what they cost, and how much they vary. */
const PILOT_PAIRS = 4;

export const countPilot = (pairs: number): number =>
  Math.max(1, Math.min(PILOT_PAIRS, Math.floor(pairs / 2)));
