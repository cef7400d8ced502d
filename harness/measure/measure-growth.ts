/** The growth runs of a case: which volumes, and what they show. */

import { DEFAULT_GROWTH_METRIC } from '../growth.ts';
import { chooseGrowthMetric, worseOf } from '../judge/growth-metric.ts';
import { isPoint, isRetained, isSampled, judgeRuns, RETAINED_ROUNDS } from '../judge/growth-points.ts';
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
  const metric = chooseGrowthMetric(scenario.expect?.metric, [first]);
  if (metric === DEFAULT_GROWTH_METRIC && Object.keys(first.counters ?? {}).length === 0) return undefined;

  const volumesBytes = growthVolumesOf(subject, first, volumeName, measuring.growthVolumeBytes);
  const plan = (requested: readonly number[]): PlannedRun[] =>
    planFor(subject, metric, volumeName, requested, measuring);
  if (isRetained(metric)) {
    await runAll(plan(volumesBytes.slice(0, 1)));
    return judgeRuns(results(), metric, volumeName);
  }
  const isMeasured = (volumeBytes: number): boolean =>
    results().some((run) => isPoint(run, metric) && run.parameters[volumeName] === volumeBytes);
  await runAll(plan(volumesBytes.filter((volumeBytes) => !isMeasured(volumeBytes))));
  const judge = (): Growth | undefined => {
    const judged = judgeRuns(results(), metric, volumeName);
    // Where chunks are counted because some have no size, others have one, and may be those that grow.
    const isChosen = metric === 'peakBufferedChunks' && scenario.expect?.metric === undefined;
    return isChosen ? worseOf(judged, judgeRuns(results(), DEFAULT_GROWTH_METRIC, volumeName)) : judged;
  };
  const judged = judge();
  if (judged?.verdict !== 'inconclusive' || hasFailed(results())) return judged;
  await runAll(plan([2 * Math.max(...volumesBytes)]));
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

function planFor(
  subject: Subject,
  metric: GrowthMetric,
  volumeName: string,
  volumesBytes: readonly number[],
  { random }: GrowthMeasuring,
): PlannedRun[] {
  const how = {
    isSampled: isSampled(metric),
    rounds: isRetained(metric) ? RETAINED_ROUNDS : 1,
    flags: metric === 'peakRssBytes' ? STABLE_FLAGS : [],
  };
  return planGrowthRuns(subject, { volumeName, volumesBytes, ...how }, random);
}

const hasFailed = (runs: readonly RunResult[]): boolean =>
  runs.some(({ kind, outcome }) => kind === 'growth' && outcome.state !== 'completed');
