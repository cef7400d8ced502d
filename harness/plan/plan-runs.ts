/** Which runs a case needs, and in which order they are made. Pure. */

import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import type { RunKind } from '../result.ts';
import type { ParameterValue } from '../scenario.ts';
import type { Case } from './plan-cases.ts';
import { shuffle } from './random.ts';

/** Which of two programs it is, and what only this one has. */
export interface Side {
  readonly name: 'a' | 'b';
  readonly nodeFlags: readonly string[];
  /** Its files are there only until everything is measured. */
  readonly isCheckedOut: boolean;
}

/** A case on one Node. */
export interface Subject {
  readonly case: Case;
  readonly execPath: string;
  readonly node: string;
  /** Where two programs are run side by side. */
  readonly side?: Side;
}

/** What makes a run of A and one of B belong together. */
export interface Pairing {
  /** From 0 on, in the order in which they are made. */
  readonly pair: number;
  /** How many there are to be, as far as is known. */
  readonly of: number;
  readonly batch: 1 | 2;
}

export interface PlannedRun {
  /** The same run has the same key in every invocation with the same options: what is finished is not run again. */
  readonly key: string;
  readonly subject: Subject;
  readonly kind: RunKind;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly isSampled: boolean;
  readonly rounds: number;
  /** Node flags beyond those of every run. */
  readonly flags: readonly string[];
  /** Between two samples, where it is not that of the other runs. */
  readonly sampleIntervalMs?: number;
  readonly pairing?: Pairing;
}

export interface RunCounts {
  readonly measureRuns: number;
  readonly profileRuns: number;
  readonly stableRuns: number;
}

/** Stabilises VmHWM from 10 % to less than 1 % of noise, and moves it by less than 3 %. */
export const STABLE_FLAGS = ['--single-threaded-gc'];

/** Between two samples of a stable run: within ten milliseconds much is collected that would not be seen. */
export const STABLE_INTERVAL_MS = 1;

const STABLE = { isSampled: true, flags: STABLE_FLAGS, sampleIntervalMs: STABLE_INTERVAL_MS };

/** Five a side describeInformational a ratio with an interval that covers 99 %. */
const COMPARED = { measureRuns: 5, profileRuns: 0 };
const USUAL = { measureRuns: 3, profileRuns: 1 };

/** How many runs a case gets: as many as the user says, and the rule for its scenario. */
export function countRuns(
  { comparisonTable }: DescribedScenario,
  requested: {
    readonly measureRuns: number | undefined;
    readonly profileRuns: number | undefined;
    readonly stableRuns: number;
  },
): RunCounts {
  const rule = comparisonTable === undefined ? USUAL : COMPARED;
  return {
    measureRuns: requested.measureRuns ?? rule.measureRuns,
    profileRuns: requested.profileRuns ?? rule.profileRuns,
    stableRuns: requested.stableRuns,
  };
}

/** The runs of each kind of all subjects, in one random order: what changes with time meets all of them alike. */
export function planRuns(
  subjects: readonly Subject[],
  counts: RunCounts,
  random: () => number,
): PlannedRun[] {
  return shuffle(
    subjects.flatMap((subject) => [
      ...repeat(counts.measureRuns, (index) => planRun(subject, 'measure', index)),
      ...repeat(counts.profileRuns, (index) => planRun(subject, 'profile', index, { isSampled: true })),
      ...repeat(counts.stableRuns, (index) => planRun(subject, 'stable', index, STABLE)),
    ]),
    random,
  );
}

/** Stable runs of a case beyond those that it has: what they found has to be found again. */
export const planFreshRuns = (subject: Subject, count: number): PlannedRun[] =>
  repeat(count, (pair) => {
    const pairing = { pair, of: count, batch: 2 } as const;
    return planRun(subject, 'stable', `2 ${pair}`, { ...STABLE, pairing });
  });

export interface GrowthRuns {
  readonly volumeName: string;
  readonly volumesBytes: readonly number[];
  readonly isSampled: boolean;
  readonly rounds: number;
  readonly flags: readonly string[];
}

/** A run for each volume, in random order. */
export function planGrowthRuns(subject: Subject, growth: GrowthRuns, random: () => number): PlannedRun[] {
  const { volumeName, volumesBytes, ...how } = growth;
  return shuffle(
    volumesBytes.map((volumeBytes) => {
      const parameters = { ...subject.case.parameters, [volumeName]: volumeBytes };
      return planRun(subject, 'growth', volumeBytes, { ...how, parameters });
    }),
    random,
  );
}

/** `index` tells it from the other runs of the subject that are of the same kind. */
export function planRun(
  subject: Subject,
  kind: RunKind,
  index: number | string,
  how: Partial<
    Pick<PlannedRun, 'isSampled' | 'rounds' | 'flags' | 'sampleIntervalMs' | 'parameters' | 'pairing'>
  > = {},
): PlannedRun {
  const { scenario, parameters } = subject.case;
  const key = [scenario.source, subject.execPath, JSON.stringify(parameters), kind, index].join(' ');
  return { key, subject, kind, parameters, isSampled: false, rounds: 1, flags: [], ...how };
}

const repeat = <Item>(times: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: times }, (_, index) => make(index));
