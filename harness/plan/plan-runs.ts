/** Which runs a case needs, and in which order. Pure. */

import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import type { RunKind } from '../result.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import type { ParameterValue } from '../scenario.ts';
import type { Case } from './plan-cases.ts';
import { shuffle } from './random.ts';

/** A or B, and what only this side has. */
export interface Side {
  readonly name: 'a' | 'b';
  readonly nodeFlags: readonly string[];
  /** Its files are removed once everything is measured. */
  readonly isCheckedOut: boolean;
}

/** A case on one Node, or on another runtime. */
export interface Subject {
  readonly case: Case;
  readonly execPath: string;
  readonly node: string;
  /** Absent for Node. */
  readonly runtime?: Runtime;
  /** Only in an A/B comparison. */
  readonly side?: Side;
}

/** Which run of A belongs to which run of B. */
export interface Pairing {
  /** Counted from 0, in the order in which they are run. */
  readonly pair: number;
  /** How many there will be, as far as is known. */
  readonly of: number;
  readonly batch: 1 | 2;
}

export interface PlannedRun {
  /** The same run of the same program has the same key in every invocation with the same options, so that --resume skips what is finished. */
  readonly key: string;
  readonly subject: Subject;
  readonly kind: RunKind;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly isSampled: boolean;
  /** Whether each sample is of live memory. */
  readonly readsLiveMemory?: boolean;
  readonly rounds: number;
  /** Node flags beyond those of every run. */
  readonly flags: readonly string[];
  /** The time between two samples, if it differs from that of the other runs. */
  readonly sampleIntervalMs?: number;
  readonly pairing?: Pairing;
  /** The RSS at which it is ended, if it differs from that of the other runs. */
  readonly maxMemoryBytes?: number;
  /** The cgroup.procs of a cgroup that it is to run in. */
  readonly cgroupFile?: string;
}

export interface RunCounts {
  readonly measureRuns: number;
  readonly profileRuns: number;
  readonly stableRuns: number;
}

/** Reduces the noise of VmHWM from 10 % to less than 1 %, and shifts it by less than 3 %. */
export const STABLE_FLAGS = ['--single-threaded-gc'];

/** Between two samples of a stable run: garbage that is collected within ten milliseconds would be missed. */
export const STABLE_INTERVAL_MS = 1;

const STABLE = { isSampled: true, flags: STABLE_FLAGS, sampleIntervalMs: STABLE_INTERVAL_MS };

/** Five runs per value give a ratio whose interval covers 99 %. */
const COMPARED = { measureRuns: 5, profileRuns: 0 };
const USUAL = { measureRuns: 3, profileRuns: 1 };

/** How many runs a case gets: as many as are requested, otherwise by the rule for its scenario. */
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

/** The runs of each kind of all subjects, in one random order, so that background load affects all of them equally. */
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

/** A second batch of stable runs of a case, to confirm what the first one detected. */
export const planFreshRuns = (subject: Subject, count: number): PlannedRun[] =>
  repeat(count, (pair) => {
    const pairing = { pair, of: count, batch: 2 } as const;
    return planRun(subject, 'stable', `2 ${pair}`, { ...STABLE, pairing });
  });

export interface GrowthRuns {
  readonly volumeName: string;
  readonly volumesBytes: readonly number[];
  /** How often the run with the smallest volume calls run(). */
  readonly smallestRounds: number;
  readonly flags: readonly string[];
}

/** A run for each volume, in random order. Each reads live memory, where Node runs it: that does not change what is counted. */
export function planGrowthRuns(subject: Subject, growth: GrowthRuns, random: () => number): PlannedRun[] {
  const { volumeName, volumesBytes, smallestRounds, flags } = growth;
  const smallestBytes = Math.min(...volumesBytes);
  return shuffle(
    volumesBytes.map((volumeBytes) => {
      const parameters = { ...subject.case.parameters, [volumeName]: volumeBytes };
      const rounds = volumeBytes === smallestBytes ? smallestRounds : 1;
      const readsLiveMemory = subject.runtime === undefined;
      return planRun(subject, 'growth', volumeBytes, { readsLiveMemory, rounds, flags, parameters });
    }),
    random,
  );
}

/** `index` distinguishes it from the other runs of the subject of the same kind. */
export function planRun(
  subject: Subject,
  kind: RunKind,
  index: number | string,
  how: Partial<
    Pick<
      PlannedRun,
      | 'isSampled'
      | 'readsLiveMemory'
      | 'rounds'
      | 'flags'
      | 'sampleIntervalMs'
      | 'parameters'
      | 'pairing'
      | 'maxMemoryBytes'
      | 'cgroupFile'
    >
  > = {},
): PlannedRun {
  const { scenario, parameters } = subject.case;
  const { source, programHash, needs } = scenario;
  const program = [source, programHash, subject.execPath, subject.node];
  const key = [...program, JSON.stringify(parameters), kind, index].join(' ');
  const flags = [...(needs?.nodeFlags ?? []), ...(how.flags ?? [])];
  return { key, subject, kind, parameters, isSampled: false, rounds: 1, ...how, flags };
}

const repeat = <Item>(times: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: times }, (_, index) => make(index));
