/** Which metric the growth of a case is judged by. Pure. */
import { DEFAULT_GROWTH_METRIC } from '../growth.ts';
import type { RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';

/** Bytes say nothing of chunks whose size is not known: those are judged by their number, unless a metric is requested. */
export function chooseGrowthMetric(
  requested: GrowthMetric | undefined,
  runs: readonly RunResult[],
): GrowthMetric {
  if (requested !== undefined) return requested;
  return runs.some(hasUnsized) ? 'peakBufferedChunks' : DEFAULT_GROWTH_METRIC;
}

const hasUnsized = ({ counters = {} }: RunResult): boolean =>
  Object.values(counters).some(({ unsizedChunks = 0 }) => unsizedChunks > 0);
