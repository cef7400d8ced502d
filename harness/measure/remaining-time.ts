import { nameScenario } from '../case-key.ts';
import { identifyScenario } from '../catalogue/scenario-file.ts';
import type { RunOptions } from '../command-line/run.ts';
import { volumeNameOf } from '../plan/plan-cases.ts';
import { countRuns, type PlannedRun, type Subject } from '../plan/plan-runs.ts';
import type { ProgressStep } from '../report/terminal/progress.ts';
import { formatParameter } from '../report/text/case-label.ts';
import type { RunKind } from '../result.ts';
import { type Expected, ExpectedRuns } from './estimate/expected-runs.ts';
import { type ExpectedRun, RunCosts, type Took } from './estimate/run-costs.ts';
import { chooseGrowthVolumes, type GrowthSizes } from './measure-growth.ts';

export interface RemainingTime {
  readonly begin: (planned: PlannedRun) => ProgressStep;
  /** Called once the run has ended; `durationMs` is that of run() alone. */
  readonly end: (planned: PlannedRun, took: Pick<Took, 'tookMs' | 'durationMs'>) => void;
  readonly skip: (planned: PlannedRun) => void;
  /** Adds runs that turned out to be needed. */
  readonly add: (planned: readonly PlannedRun[]) => void;
  /** Drops the runs that were expected of these subjects and turned out not to be needed. */
  readonly drop: (subjects: readonly Subject[]) => void;
  /** Runs that will probably be needed beyond those, instead of the last forecast. */
  readonly forecast: (expected: readonly Expected[]) => void;
  /** Undefined as long as nothing is known of the runs to come. */
  readonly predictMs: () => number | undefined;
}

type Counted = Pick<RunOptions, 'measureRuns' | 'profileRuns' | 'stableRuns' | 'growth' | keyof GrowthSizes>;

/** The runs that `run` is expected to make of a subject. */
export function estimateRuns(subject: Subject, options: Counted): ExpectedRun[] {
  const { measureRuns, profileRuns, stableRuns } = countRuns(subject.case.scenario, options);
  const repeat = (kind: RunKind, count: number): ExpectedRun[] =>
    Array<ExpectedRun>(count).fill({ subject, kind, share: 1 });
  return [
    ...repeat('measure', measureRuns),
    ...repeat('profile', profileRuns),
    ...repeat('stable', stableRuns),
    ...(options.growth ? estimateGrowthRuns(subject, options) : []),
  ];
}

/** The growth runs of a subject; none without a volume. */
export const estimateGrowthRuns = (subject: Subject, sizes: GrowthSizes): ExpectedRun[] =>
  sharesOfGrowth(subject, sizes).map((share) => ({ subject, kind: 'growth', share }));

export interface TimeKnowledge {
  /** What the runs of an earlier invocation took. */
  readonly earlier?: readonly Took[];
  /** Whether more runs may turn out to be needed than are planned. */
  readonly needsForecast?: boolean;
}

/**
 * Counts the remaining runs, and estimates how long they take from those that are finished. A case has two subjects if A and
 * B are measured. `runsOf` returns the expected runs of a subject. Where more runs may turn out to be needed, there is no
 * estimate before the first forecast of them.
 */
export function trackRemainingTime(
  cases: readonly (readonly Subject[])[],
  runsOf: (subject: Subject) => readonly ExpectedRun[],
  { earlier = [], needsForecast = false }: TimeKnowledge = {},
): RemainingTime {
  const expected = new ExpectedRuns();
  const costs = new RunCosts(earlier);
  for (const run of cases.flat().flatMap(runsOf)) expected.add(run);
  const names = nameSubjects(cases.flat());
  let index = 0;
  let isForecast = !needsForecast;
  const next = (planned: PlannedRun): void => {
    expected.take(describeExpected(planned));
    index += 1;
  };
  const predictMs = (): number | undefined => (isForecast ? expected.predictMs(costs) : undefined);
  return {
    skip: next,
    predictMs,
    end: (planned, took) => costs.learn({ ...describeExpected(planned), ...took }),
    add: (planned) => {
      for (const one of planned) expected.add(describeExpected(one));
    },
    drop: (subjects) => {
      for (const subject of subjects) expected.drop(subject);
    },
    forecast: (runs) => {
      isForecast = true;
      expected.forecast(runs);
    },
    begin: (planned) => {
      next(planned);
      const run = describeExpected(planned);
      const caseIndex = cases.findIndex((subjects) => subjects.includes(planned.subject)) + 1;
      return {
        scenario: names.get(planned.subject) ?? planned.subject.case.scenario.name,
        what: describeRun(planned),
        caseIndex,
        caseTotal: cases.length,
        index,
        total: index + expected.count,
        predictMs: once(() => {
          const [ownMs, othersMs] = [costs.predictMs(run), predictMs()];
          return ownMs === undefined || othersMs === undefined ? undefined : ownMs + othersMs;
        }),
      };
    },
  };
}

function nameSubjects(subjects: readonly Subject[]): ReadonlyMap<Subject, string> {
  const identities = subjects.map((subject) => identifyScenario(subject.case.scenario));
  return new Map(
    subjects.map((subject) => [subject, nameScenario(identifyScenario(subject.case.scenario), identities)]),
  );
}

/** Nothing is learned during a run, and it is drawn many times. */
function once(predictMs: () => number | undefined): () => number | undefined {
  let predicted: { readonly ms: number | undefined } | undefined;
  return () => {
    predicted ??= { ms: predictMs() };
    return predicted.ms;
  };
}

const describeExpected = (planned: PlannedRun): ExpectedRun => ({
  subject: planned.subject,
  kind: planned.kind,
  share: shareOf(planned),
});

/** The volumes of growth runs, as shares of the volume of the case. A large highWaterMark moves them. */
function sharesOfGrowth({ case: { scenario, parameters } }: Subject, sizes: GrowthSizes): number[] {
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
