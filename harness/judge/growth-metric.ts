/** Which metric the growth of a case is judged by. Pure. */
import { DEFAULT_GROWTH_METRIC } from '../growth.ts';
import type { Growth, RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';

/** Bytes say nothing of chunks whose size is not known: those are judged by their number, unless a metric is requested. */
export function chooseGrowthMetric(
  requested: GrowthMetric | undefined,
  runs: readonly RunResult[],
): GrowthMetric {
  if (requested !== undefined) return requested;
  return runs.some(hasUnsized) ? 'peakBufferedChunks' : DEFAULT_GROWTH_METRIC;
}

const BADNESS = { bounded: 0, inconclusive: 1, linear: 2 } as const;

/** The first of two judgements of a case, unless the second one is worse. */
export function worseOf(one: Growth | undefined, other: Growth | undefined): Growth | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return BADNESS[other.verdict] > BADNESS[one.verdict] ? other : one;
}

const hasUnsized = ({ counters = {} }: RunResult): boolean =>
  Object.values(counters).some(({ unsizedChunks = 0 }) => unsizedChunks > 0);
