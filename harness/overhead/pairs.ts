/** Two ways of doing the same, measured close together in time, so that background load affects both equally. */

export interface Pair {
  readonly without: number;
  readonly with: number;
}

export interface PairedMeasures {
  readonly count: number;
  /** Draws which of the two comes first in each pair. */
  readonly random: () => number;
  readonly without: () => Promise<number>;
  readonly with: () => Promise<number>;
}

/** Measures `count` pairs, one measure after the other. */
export async function measurePairs(measures: PairedMeasures): Promise<Pair[]> {
  const pairs: Pair[] = [];
  while (pairs.length < measures.count) pairs.push(await measurePair(measures));
  return pairs;
}

async function measurePair(measures: PairedMeasures): Promise<Pair> {
  if (measures.random() < 0.5) {
    const without = await measures.without();
    return { without, with: await measures.with() };
  }
  const measured = await measures.with();
  return { without: await measures.without(), with: measured };
}

/** How much greater the measure `with` is, pair by pair. */
export const differences = (pairs: readonly Pair[]): number[] =>
  pairs.map((pair) => pair.with - pair.without);
