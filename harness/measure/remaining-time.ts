import { nameScenario } from '../case-key.ts';
import { identifyScenario } from '../catalogue/scenario-file.ts';
import type { RunOptions } from '../command-line/run.ts';
import { volumeNameOf } from '../plan/plan-cases.ts';
import { countRuns, type PlannedRun, type Subject } from '../plan/plan-runs.ts';
import type { ProgressStep } from '../report/terminal/progress.ts';
import { formatParameter } from '../report/text/case-label.ts';
import { growthVolumes } from '../stats/growth.ts';

/** The cost of starting and settling a process, in runs of a whole volume. */
const FIXED_WEIGHT = 0.2;

export interface RemainingTime {
  readonly begin: (planned: PlannedRun) => ProgressStep;
  readonly skip: (planned: PlannedRun) => void;
  /** Adds runs that turned out to be needed. */
  readonly add: (planned: readonly PlannedRun[]) => void;
}

type Counted = Pick<
  RunOptions,
  'measureRuns' | 'profileRuns' | 'stableRuns' | 'growth' | 'growthVolumeBytes'
>;

/** For each run that `run` is expected to make of a subject, the share of the volume of its case. */
export function estimateRuns(subject: Subject, options: Counted): number[] {
  const { measureRuns, profileRuns, stableRuns } = countRuns(subject.case.scenario, options);
  return [
    ...Array<number>(measureRuns + profileRuns + stableRuns).fill(1),
    ...(options.growth ? sharesOfGrowth(subject, options.growthVolumeBytes) : []),
  ];
}

/**
 * Counts the remaining runs and how much work they are, to estimate the remaining time. A case has two subjects where
 * A and B are measured. `sharesOf` returns, for each expected run of a subject, its share of the volume of the case.
 */
export function trackRemainingTime(
  cases: readonly (readonly Subject[])[],
  sharesOf: (subject: Subject) => readonly number[],
): RemainingTime {
  const shares = cases.flat().flatMap(sharesOf);
  const identities = new Map(
    cases.flat().map((subject) => [subject, identifyScenario(subject.case.scenario)]),
  );
  let total = shares.length;
  let remainingWeight = shares.reduce((sum, share) => sum + weightOf(share), 0);
  let index = 0;
  let weight = 0;
  const next = (planned: PlannedRun): void => {
    remainingWeight = Math.max(0, remainingWeight - weight);
    weight = weightOf(shareOf(planned));
    index += 1;
  };
  return {
    skip: next,
    add: (planned) => {
      total += planned.length;
      remainingWeight += planned.reduce((sum, one) => sum + weightOf(shareOf(one)), 0);
    },
    begin: (planned) => {
      next(planned);
      const caseIndex = cases.findIndex((subjects) => subjects.includes(planned.subject)) + 1;
      const identity = identities.get(planned.subject) ?? identifyScenario(planned.subject.case.scenario);
      return {
        scenario: nameScenario(identity, [...identities.values()]),
        what: describeRun(planned),
        caseIndex,
        caseTotal: cases.length,
        index,
        total: Math.max(total, index),
        weight,
        remainingWeight: Math.max(weight, remainingWeight),
      };
    },
  };
}

const weightOf = (share: number): number => FIXED_WEIGHT + share;

/** The volumes of growth runs, as shares of the volume of the case. A large highWaterMark moves them. */
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
