import { countPairsNeeded, detectableEffect } from './detectable-effect.ts';
import { hodgesLehmann } from './hodges-lehmann.ts';
import { sampleStandardDeviation } from './standard-deviation.ts';
import { wilcoxonSignedRank } from './wilcoxon-signed-rank.ts';

interface PairedQuestion {
  /**
   * ln(B) − ln(A) of each pair, turned so that more is worse. Not ln(B/A), which rounds a ratio and its
   * inverse to sizes that may differ in the last bit, and so unties them.
   */
  readonly logRatios: readonly number[];
  /** The one-sided p that a finding must not exceed, above 0 and below ½. */
  readonly alpha: number;
  /** The effect that matters, a fraction above 0: 0.05 for 5 %. */
  readonly delta: number;
}

export interface PairedShift {
  /** How many pairs there were. */
  readonly n: number;
  /** By how much B lies above A as a log ratio, like `low` and `high`: the Hodges–Lehmann estimate. */
  readonly shift: number;
  readonly low: number;
  readonly high: number;
  /** The coverage of low to high, 0 to 1: at least 1 − 2α, or less where n is too small for it. */
  readonly confidence: number;
  /** One-sided Wilcoxon signed-rank p-value of B above A, 0 to 1. */
  readonly pGreater: number;
  /** The same of B below A. */
  readonly pLess: number;
  /** The smallest effect that so many pairs with this spread are likely to show, a fraction; may be Infinity. */
  readonly detectableEffect: number;
  /** With how many pairs of this spread that would be at most `delta`; NaN for a single pair, which has none. */
  readonly pairsNeeded: number;
}

/**
 * Measures the shift between the two sides of paired runs, of one metric. Without ties and zeros, `low`
 * is above 0 exactly where `pGreater` is at most α, if n is large enough for the confidence.
 * Throws a RangeError for no pairs, for a ratio that is not finite, or for alpha or delta out of range.
 */
export function pairedShift({ logRatios, alpha, delta }: PairedQuestion): PairedShift {
  const { estimate, low, high, confidence } = hodgesLehmann(logRatios, 1 - 2 * alpha);
  const { pGreater, pLess } = wilcoxonSignedRank(logRatios);
  const n = logRatios.length;
  const design = { standardDeviation: sampleStandardDeviation(logRatios), alpha };
  return {
    ...{ n, shift: estimate, low, high, confidence, pGreater, pLess },
    detectableEffect: detectableEffect(n, design),
    pairsNeeded: countPairsNeeded(delta, design),
  };
}
