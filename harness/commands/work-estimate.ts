import type { RunOptions } from '../options/run.ts';
import { formatParameter } from '../report/case-label.ts';
import type { ProgressStep } from '../report/progress.ts';
import { volumeNameOf } from '../run/plan-cases.ts';
import { countRuns, type PlannedRun, type Subject } from '../run/plan-runs.ts';
import { growthVolumes } from '../stats/growth.ts';

/** What starting and settling a process costs, in runs of a whole volume. */
const FIXED_WEIGHT = 0.2;

interface WorkEstimate {
  readonly begin: (planned: PlannedRun) => ProgressStep;
  readonly skip: (planned: PlannedRun) => void;
}

/** Counts the runs that are to come, and how much work they are, so that the time that is left can be told. */
export function estimateWork(subjects: readonly Subject[], options: RunOptions): WorkEstimate {
  const weightOf = (share: number): number => FIXED_WEIGHT + share;
  let total = 0;
  let weightLeft = 0;
  for (const subject of subjects) {
    const { measureRuns, profileRuns } = countRuns(subject.case.scenario, options);
    const shares = [
      ...Array<number>(measureRuns + profileRuns).fill(1),
      ...(options.growth ? sharesOfGrowth(subject, options) : []),
    ];
    total += shares.length;
    weightLeft += shares.reduce((sum, share) => sum + weightOf(share), 0);
  }
  let index = 0;
  let weight = 0;
  const next = (planned: PlannedRun): void => {
    weightLeft = Math.max(0, weightLeft - weight);
    weight = weightOf(shareOf(planned));
    index += 1;
  };
  return {
    skip: next,
    begin: (planned) => {
      next(planned);
      const caseIndex = subjects.indexOf(planned.subject) + 1;
      const { scenario } = planned.subject.case;
      return {
        scenario: scenario.name,
        what: describeRun(planned),
        caseIndex,
        caseTotal: subjects.length,
        index,
        total: Math.max(total, index),
        weight,
        weightLeft: Math.max(weight, weightLeft),
      };
    },
  };
}

/** The volumes that growth takes beside that of the case, in parts of it. Marks that are larger than usual move them. */
function sharesOfGrowth({ case: { scenario, parameters } }: Subject, options: RunOptions): number[] {
  const name = volumeNameOf(scenario);
  if (name === undefined) return [];
  const volumeBytes = Number(parameters[name]);
  const { growthVolumeBytes: askedBytes } = options;
  return growthVolumes({
    largestBytes: askedBytes ?? volumeBytes,
    highWaterMarkBytes: 0,
    ...(askedBytes !== undefined && { floorBytes: 0 }),
  })
    .filter((bytes) => bytes !== volumeBytes)
    .map((bytes) => bytes / volumeBytes);
}

function shareOf({ subject, parameters }: PlannedRun): number {
  const name = volumeNameOf(subject.case.scenario);
  return name === undefined ? 1 : Number(parameters[name]) / Number(subject.case.parameters[name]);
}

function describeRun({ kind, subject, parameters }: PlannedRun): string {
  const name = volumeNameOf(subject.case.scenario);
  return kind === 'growth' && name !== undefined
    ? `growth at ${formatParameter(parameters[name] ?? '')}`
    : kind;
}
