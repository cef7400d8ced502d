/** The growth runs of a case: which volumes, and what they show. */
import { DEFAULT_GROWTH_METRIC } from '../growth.ts';
import { isRetained, RETAINED_ROUNDS } from '../judge/growth-points.ts';
import { judgeGrowthOfCase } from '../judge/judge-growth.ts';
import { volumeNameOf } from '../plan/plan-cases.ts';
import { type PlannedRun, planGrowthRuns, STABLE_FLAGS, type Subject } from '../plan/plan-runs.ts';
import type { Growth, RunResult } from '../result.ts';
import { canGrowElsewhere } from '../runtimes/runtime.ts';
import type { GrowthMetric } from '../scenario.ts';
import { growthVolumes } from '../stats/growth.ts';

/** How large the volumes of growth runs are; without either, as large as the rule says. */
export interface GrowthSizes {
  /** The largest volume, as requested. */
  readonly growthVolumeBytes?: number | undefined;
  /** The most that the rule may take for it, unless the queues need more to fill. */
  readonly growthAtMostBytes?: number | undefined;
}

export interface GrowthMeasuring {
  /** Whether growth is to be measured. */
  readonly growth: boolean;
  readonly sizes: GrowthSizes;
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
  if (subject.runtime !== undefined && !canGrowElsewhere(metric)) return undefined;
  const isWatched = Object.keys(first.counters ?? {}).length > 0;
  // Cases that are compared in a table are many, and nothing that they do is said to be bounded.
  if (scenario.comparisonTable !== undefined && scenario.expect?.growth === undefined && !isWatched)
    return undefined;

  const volumesBytes = growthVolumesOf(subject, first, volumeName, measuring.sizes);
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
  sizes: GrowthSizes,
): number[] {
  const highWaterMarks = Object.values(measured.counters ?? {}).map(
    ({ highWaterMarkBytes = 0 }) => highWaterMarkBytes,
  );
  return chooseGrowthVolumes(
    Number(subject.case.parameters[volumeName]),
    sizes,
    sumOfFillable(highWaterMarks),
  );
}

/** No run fills more: such a stream never says that it is full, as one of `highWaterMark: Number.MAX_SAFE_INTEGER`. */
const MAX_FILLED_BYTES = 1024 ** 3;

/** Of the highWaterMarks that a run can reach. */
const sumOfFillable = (highWaterMarks: readonly number[]): number =>
  highWaterMarks.filter((bytes) => bytes <= MAX_FILLED_BYTES).reduce((sum, bytes) => sum + bytes, 0);

/** In bytes. A requested volume is taken as it is, whatever the queues hold. */
export function chooseGrowthVolumes(
  caseVolumeBytes: number,
  { growthVolumeBytes, growthAtMostBytes }: GrowthSizes,
  highWaterMarkBytes: number,
): number[] {
  if (growthVolumeBytes !== undefined)
    return growthVolumes({ largestBytes: growthVolumeBytes, highWaterMarkBytes: 0, floorBytes: 0 });
  return growthVolumes({
    largestBytes: caseVolumeBytes,
    highWaterMarkBytes,
    ...(growthAtMostBytes !== undefined && { ceilingBytes: growthAtMostBytes }),
  });
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
