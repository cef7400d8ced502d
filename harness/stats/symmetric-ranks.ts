interface RankPair {
  /** Counted from 1 at the lowest value. */
  readonly lowRank: number;
  /** As far from the highest value as `lowRank` is from the lowest. */
  readonly highRank: number;
  /** The share of samples in which the pair encloses the true value, 0 to 1. */
  readonly coverage: number;
}

interface RankQuestion {
  /** How many ordered values there are, at least 1. */
  readonly count: number;
  /** The coverage requested, between 0 and 1. */
  readonly confidence: number;
  /** Coverage of the pair (rank, count + 1 − rank); must not grow with the rank. */
  readonly coverageOf: (rank: number) => number;
}

/**
 * Finds the narrowest symmetric pair of ranks whose coverage reaches the confidence, or, where none
 * does, the lowest and the highest with the coverage they have.
 * Throws a RangeError for a confidence that is not between 0 and 1.
 */
export function findNarrowestRanks({ count, confidence, coverageOf }: RankQuestion): RankPair {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`a confidence lies between 0 and 1, not at ${confidence}`);
  }
  let rank = 1;
  let tooHigh = Math.floor((count + 1) / 2) + 1;
  while (tooHigh - rank > 1) {
    const middle = Math.floor((rank + tooHigh) / 2);
    if (coverageOf(middle) >= confidence) rank = middle;
    else tooHigh = middle;
  }
  return { lowRank: rank, highRank: count + 1 - rank, coverage: coverageOf(rank) };
}

/**
 * Returns the coverage of the pair at a rank where `probabilities[k]` is the chance that exactly k of
 * the ordered values lie below the true value, and as many above it.
 */
export function coverageFromTails(probabilities: readonly number[], rank: number): number {
  // The last bit of the sum may take a coverage of 0 below it.
  return Math.max(0, 1 - 2 * sumOfFirst(probabilities, rank));
}

/** Returns the sum of the first `count` numbers, or of all where there are fewer. */
export function sumOfFirst(numbers: readonly number[], count: number): number {
  return numbers.slice(0, count).reduce((sum, number) => sum + number, 0);
}
