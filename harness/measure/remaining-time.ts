import { nameScenario } from '../case-key.ts';
import { identifyScenario } from '../catalogue/scenario-file.ts';
import type { RunOptions } from '../command-line/run.ts';
import { volumeNameOf } from '../plan/plan-cases.ts';
import { countRuns, type PlannedRun, type Subject } from '../plan/plan-runs.ts';
import type { ProgressStep } from '../report/terminal/progress.ts';
import { formatParameter } from '../report/text/case-label.ts';
import { chooseGrowthVolumes, type GrowthSizes } from './measure-growth.ts';

/** The cost of starting and settling a process, relative to a run at the full volume. */
const FIXED_WEIGHT = 0.2;

export interface RemainingTime {
  readonly begin: (planned: PlannedRun) => ProgressStep;
  readonly skip: (planned: PlannedRun) => void;
  /** Adds runs that turned out to be needed. */
  readonly add: (planned: readonly PlannedRun[]) => void;
  /** Drops the runs that were expected of these subjects and turned out not to be needed. */
  readonly drop: (subjects: readonly Subject[]) => void;
}

type Counted = Pick<RunOptions, 'measureRuns' | 'profileRuns' | 'stableRuns' | 'growth' | keyof GrowthSizes>;

/** For each run that `run` is expected to make of a subject, the share of the volume of its case. */
export function estimateRuns(subject: Subject, options: Counted): number[] {
  const { measureRuns, profileRuns, stableRuns } = countRuns(subject.case.scenario, options);
  return [
    ...Array<number>(measureRuns + profileRuns + stableRuns).fill(1),
    ...(options.growth ? sharesOfGrowth(subject, options) : []),
  ];
}

/**
 * Counts the remaining runs and how much work they are, to estimate the remaining time. A case has two subjects if
 * A and B are measured. `sharesOf` returns, for each expected run of a subject, its share of the volume of the case.
 */
export function trackRemainingTime(
  cases: readonly (readonly Subject[])[],
  sharesOf: (subject: Subject) => readonly number[],
): RemainingTime {
  const expected = new ExpectedRuns();
  for (const subject of cases.flat()) expected.add(subject, sharesOf(subject));
  const identities = cases.flat().map((subject) => identifyScenario(subject.case.scenario));
  const names = new Map(
    cases
      .flat()
      .map((subject) => [subject, nameScenario(identifyScenario(subject.case.scenario), identities)]),
  );
  let index = 0;
  const next = ({ subject }: PlannedRun): void => {
    expected.takeOne(subject);
    index += 1;
  };
  return {
    skip: next,
    add: (planned) => {
      for (const one of planned) expected.add(one.subject, [shareOf(one)]);
    },
    drop: (subjects) => {
      for (const subject of subjects) expected.drop(subject);
    },
    begin: (planned) => {
      next(planned);
      const weight = weightOf(shareOf(planned));
      const caseIndex = cases.findIndex((subjects) => subjects.includes(planned.subject)) + 1;
      return {
        scenario: names.get(planned.subject) ?? planned.subject.case.scenario.name,
        what: describeRun(planned),
        caseIndex,
        caseTotal: cases.length,
        index,
        total: index + expected.count,
        weight,
        remainingWeight: weight + expected.weight,
      };
    },
  };
}

/** The runs that are still expected, by subject: how many, and how much work. */
class ExpectedRuns {
  readonly #shares = new Map<Subject, number[]>();
  count = 0;
  weight = 0;

  add(subject: Subject, shares: readonly number[]): void {
    this.#shares.set(subject, [...(this.#shares.get(subject) ?? []), ...shares]);
    this.#change(shares, 1);
  }

  /** The oldest, in the order in which runs are planned. */
  takeOne(subject: Subject): void {
    this.#change((this.#shares.get(subject) ?? []).splice(0, 1), -1);
  }

  drop(subject: Subject): void {
    this.#change(this.#shares.get(subject) ?? [], -1);
    this.#shares.delete(subject);
  }

  #change(shares: readonly number[], sign: 1 | -1): void {
    this.count += sign * shares.length;
    this.weight += sign * shares.reduce((sum, share) => sum + weightOf(share), 0);
  }
}

const weightOf = (share: number): number => FIXED_WEIGHT + share;

/** The volumes of growth runs, as shares of the volume of the case. A large highWaterMark moves them. */
export function sharesOfGrowth({ case: { scenario, parameters } }: Subject, sizes: GrowthSizes): number[] {
  const name = volumeNameOf(scenario);
  if (name === undefined) return [];
  const volumeBytes = Number(parameters[name]);
  return chooseGrowthVolumes(volumeBytes, sizes, 0).map((bytes) => bytes / volumeBytes);
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
