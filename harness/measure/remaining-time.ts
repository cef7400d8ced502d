import type { RunOptions } from '../options/run.ts';
import { volumeNameOf } from '../plan/plan-cases.ts';
import { countRuns, type PlannedRun, type Subject } from '../plan/plan-runs.ts';
import type { ProgressStep } from '../report/terminal/progress.ts';
import { formatParameter } from '../report/text/case-label.ts';
import { growthVolumes } from '../stats/growth.ts';

/** What starting and settling a process costs, in runs of a whole volume. */
const FIXED_WEIGHT = 0.2;

export interface WorkEstimate {
  readonly begin: (planned: PlannedRun) => ProgressStep;
  readonly skip: (planned: PlannedRun) => void;
  /** Runs that were found to be needed on the way. */
  readonly add: (planned: readonly PlannedRun[]) => void;
}

/** Estimates the runs of `run`. */
export const estimateWork = (subjects: readonly Subject[], options: RunOptions): WorkEstimate =>
  countWork(
    subjects.map((subject) => [subject]),
    (subject) => {
      const { measureRuns, profileRuns, stableRuns } = countRuns(subject.case.scenario, options);
      return [
        ...Array<number>(measureRuns + profileRuns + stableRuns).fill(1),
        ...(options.growth ? sharesOfGrowth(subject, options.growthVolumeBytes) : []),
      ];
    },
  );

/**
 * Counts the runs that are to come, and how much work they are, so that the time that is left can be told. A case has
 * more than one subject where two sides of it are measured. `sharesOf` tells for each expected run of a subject which
 * share of its volume it takes.
 */
export function countWork(
  cases: readonly (readonly Subject[])[],
  sharesOf: (subject: Subject) => readonly number[],
): WorkEstimate {
  const shares = cases.flat().flatMap(sharesOf);
  let total = shares.length;
  let weightLeft = shares.reduce((sum, share) => sum + weightOf(share), 0);
  let index = 0;
  let weight = 0;
  const next = (planned: PlannedRun): void => {
    weightLeft = Math.max(0, weightLeft - weight);
    weight = weightOf(shareOf(planned));
    index += 1;
  };
  return {
    skip: next,
    add: (planned) => {
      total += planned.length;
      weightLeft += planned.reduce((sum, one) => sum + weightOf(shareOf(one)), 0);
    },
    begin: (planned) => {
      next(planned);
      const caseIndex = cases.findIndex((subjects) => subjects.includes(planned.subject)) + 1;
      const { scenario } = planned.subject.case;
      return {
        scenario: scenario.name,
        what: describeRun(planned),
        caseIndex,
        caseTotal: cases.length,
        index,
        total: Math.max(total, index),
        weight,
        weightLeft: Math.max(weight, weightLeft),
      };
    },
  };
}

const weightOf = (share: number): number => FIXED_WEIGHT + share;

/** The volumes that growth takes beside that of the case, in parts of it. Marks that are larger than usual move them. */
export function sharesOfGrowth(
  { case: { scenario, parameters } }: Subject,
  requestedBytes: number | undefined,
): number[] {
  const name = volumeNameOf(scenario);
  if (name === undefined) return [];
  const volumeBytes = Number(parameters[name]);
  return growthVolumes({
    largestBytes: requestedBytes ?? volumeBytes,
    highWaterMarkBytes: 0,
    ...(requestedBytes !== undefined && { floorBytes: 0 }),
  })
    .filter((bytes) => bytes !== volumeBytes)
    .map((bytes) => bytes / volumeBytes);
}

function shareOf({ subject, parameters }: PlannedRun): number {
  const name = volumeNameOf(subject.case.scenario);
  return name === undefined ? 1 : Number(parameters[name]) / Number(subject.case.parameters[name]);
}

/** `pair 7/30, A measure`, `B growth at 16 MiB`, `profile`. */
function describeRun({ kind, subject, parameters, pairing }: PlannedRun): string {
  const name = volumeNameOf(subject.case.scenario);
  const what =
    kind === 'growth' && name !== undefined
      ? `growth at ${formatParameter(parameters[name] ?? '', 'volume')}`
      : kind;
  const side = subject.side === undefined ? '' : `${subject.side.name.toUpperCase()} `;
  if (pairing === undefined) return `${side}${what}`;
  const { pair, of, batch } = pairing;
  return `${batch === 2 ? 'confirming, ' : ''}pair ${pair + 1}/${of}, ${side}${what}`;
}
