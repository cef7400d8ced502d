/** The growth runs of a case: which volumes, and what they show. */
import { DEFAULT_GROWTH_METRIC } from '../growth.ts';
import { isRetained, RETAINED_ROUNDS } from '../judge/growth-points.ts';
import { judgeGrowthOfCase } from '../judge/judge-growth.ts';
import { volumeNameOf } from '../plan/plan-cases.ts';
import { type PlannedRun, planGrowthRuns, STABLE_FLAGS, type Subject } from '../plan/plan-runs.ts';
import type { Growth, RunResult } from '../result.ts';
import type { GrowthMetric } from '../scenario.ts';
import { growthVolumes } from '../stats/growth.ts';

export interface GrowthMeasuring {
  /** Whether growth is to be measured. */
  readonly growth: boolean;
  /** The largest volume of the growth runs; undefined for the one that the rule gives. */
  readonly growthVolumeBytes?: number | undefined;
  readonly random: () => number;
}

/** Undefined if the scenario has no volume, growth is not to be measured, or nothing was measured that could grow. */
export async function measureGrowth(
  subject: Subject,
  results: () => readonly RunResult[],
  runAll: (planned: readonly PlannedRun[]) => Promise<void>,
  measuring: GrowthMeasuring,
): Promise<Growth | undefined> {
  const { scenario } = subject.case;
  const volumeName = volumeNameOf(scenario);
  const first = results().find(({ kind, outcome }) => kind === 'measure' && outcome.state === 'completed');
  if (!measuring.growth || volumeName === undefined || first === undefined) return undefined;
  const metric = scenario.expect?.metric ?? DEFAULT_GROWTH_METRIC;
  const isWatched = Object.keys(first.counters ?? {}).length > 0;
  // Cases that are compared in a table are many, and nothing that they do is said to be bounded.
  if (scenario.comparisonTable !== undefined && scenario.expect?.growth === undefined && !isWatched)
    return undefined;

  const volumesBytes = growthVolumesOf(subject, first, volumeName, measuring.growthVolumeBytes);
  const volume = { name: volumeName, ofCaseBytes: Number(subject.case.parameters[volumeName]) };
  const judge = (): Growth | undefined => judgeGrowthOfCase(results(), scenario.expect?.metric, volume);
  await runAll(planFor(subject, { metric, volumeName, volumesBytes }, measuring));
  const judged = judge();
  if (judged?.verdict !== 'inconclusive' || hasFailed(results())) return judged;
  const doubled = { metric, volumeName, volumesBytes: [2 * Math.max(...volumesBytes)] };
  await runAll(planFor(subject, doubled, measuring));
  return judge();
}

function growthVolumesOf(
  subject: Subject,
  measured: RunResult,
  volumeName: string,
  requestedBytes: number | undefined,
): number[] {
  const highWaterMarks = Object.values(measured.counters ?? {}).map(
    ({ highWaterMarkBytes = 0 }) => highWaterMarkBytes,
  );
  const highWaterMarkBytes = highWaterMarks.reduce((sum, bytes) => sum + bytes, 0);
  if (requestedBytes !== undefined)
    return growthVolumes({ largestBytes: requestedBytes, highWaterMarkBytes: 0, floorBytes: 0 });
  return growthVolumes({ largestBytes: Number(subject.case.parameters[volumeName]), highWaterMarkBytes });
}

interface Wanted {
  readonly metric: GrowthMetric;
  readonly volumeName: string;
  readonly volumesBytes: readonly number[];
}

/** Retained memory is judged over rounds, too: in the run with the smallest volume. */
function planFor(
  subject: Subject,
  { metric, volumeName, volumesBytes }: Wanted,
  { random }: GrowthMeasuring,
): PlannedRun[] {
  return planGrowthRuns(
    subject,
    {
      volumeName,
      volumesBytes,
      smallestRounds: isRetained(metric) && volumesBytes.length > 1 ? RETAINED_ROUNDS : 1,
      flags: metric === 'peakRssBytes' ? STABLE_FLAGS : [],
    },
    random,
  );
}

const hasFailed = (runs: readonly RunResult[]): boolean =>
  runs.some(({ kind, outcome }) => kind === 'growth' && outcome.state !== 'completed');
