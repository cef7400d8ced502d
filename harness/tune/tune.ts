/** The policy of `tune`: a first look around, rounds among what is left, and one refinement. */
import { type Choosing, chooseValue, describeCandidates } from './choose.ts';
import { lookAgain, lookAround, plausibleShare, WORTH_ANOTHER } from './look.ts';
import { Race } from './race.ts';
import { middlePower, type Range, refineBetween } from './scout.ts';
import { breakTie, type MeasureLive, type TieTools } from './tie.ts';
import { type Measure, Trials } from './trials.ts';
import type { Candidate, Trial, Tuning } from './tuning.ts';

export interface TuneRequest {
  readonly range: Range;
  readonly defaultValue: number;
  /** Where physics says that it is enough; the default if it says nothing. */
  readonly begin: number;
  /** What was measured to know that, and is not measured again. */
  readonly looks?: ReadonlyMap<number, Trial>;
  /** Only these, if they are given. */
  readonly values?: readonly number[];
  /** A fraction: 0.05 for 5 %. */
  readonly within: number;
  /** Whether a value is allowed, by what it buffered and how fast it was. */
  readonly fits: (figures: { readonly peakBufferedBytes?: number; readonly throughput: number }) => boolean;
  readonly limitMs: number;
}

export interface TuneTools {
  readonly measure: Measure;
  readonly measureLive: MeasureLive;
  readonly now: () => number;
  readonly random: () => number;
}

/** Shares of the time limit. */
const LOOKS_END = 0.4;
const ROUNDS_END = 0.85;
const REFINE_END = 0.9;

const MAX_CANDIDATES = 12;

export async function tune(request: TuneRequest, tools: TuneTools): Promise<Tuning> {
  const { within, values } = request;
  const startedMs = tools.now();
  const spent = (): number => (tools.now() - startedMs) / request.limitMs;
  const trials = new Trials(tools.measure);
  const race = new Race(trials, {
    within,
    random: tools.random,
    isOver: () => spent() >= 1,
    hasTimeFor: (raced) => spent() + trials.estimateMs(raced) / request.limitMs < ROUNDS_END,
  });
  for (const [value, trial] of request.looks ?? []) trials.add(value, trial);
  const looking = { ...request, hasTime: () => spent() < LOOKS_END };
  const model = values === undefined ? await lookAround(trials, looking) : await lookAtAll(trials, values);

  if (values === undefined && trials.measured.length > 0 && !trials.values.includes(request.defaultValue))
    await trials.make(request.defaultValue);
  await lookAgain(trials, looking);
  const fits = (value: number): boolean => fitsAt(trials, value, request);
  const fitting = trials.measured.filter(fits);
  const bestLook = trials.fastestOf(fitting);
  if (bestLook === undefined) return describeNothing(trials, race, fits, request);
  const minThroughput = plausibleShare(within) * trials.throughputOf(bestLook);
  const isSlow = (value: number): boolean => trials.throughputOf(value) < minThroughput;
  const plausible = fitting.filter((value) => !isSlow(value));
  const added =
    values === undefined ? await fillEdges(trials, plausible, { fits, isImplausible: isSlow }) : [];
  const worth = WORTH_ANOTHER * trials.throughputOf(bestLook);
  // What is said of the default comes from rounds, and not from looks.
  const ofDefault = fitting.filter(
    (value) => value === request.defaultValue && trials.throughputOf(value) >= worth,
  );
  const raced = [...new Set([...dropFarSlower(trials, [...plausible, ...added]), ...ofDefault])];
  const best = (await race.run(raced)) ?? bestLook;
  // The default is in the rounds although the looks found it slow: as long as these do not decide, that stays.
  const isImplausible = (value: number): boolean =>
    isSlow(value) && (!raced.includes(value) || (ofDefault.includes(value) && !plausible.includes(value)));
  const choosing = { within, best, fits, isImplausible, isSettled: race.isSettled };
  if (values === undefined) await refine(trials, race, choosing, () => spent() < REFINE_END);
  const tuning = await conclude(trials, race, choosing, { ...request, ...tools });
  return { ...tuning, ...(model !== undefined && { model }) };
}

async function conclude(
  trials: Trials,
  race: Race,
  choosing: Choosing,
  { defaultValue, measureLive }: TieTools,
): Promise<Tuning> {
  const { within, best, fits } = choosing;
  const described = describeCandidates(trials, race, choosing);
  const { verdict, value } = chooseValue(described, trials, choosing);
  const tie = await breakTie(described, value, { defaultValue, measureLive });
  const fastest = trials.fastestOf(trials.measured);
  const isOver = fastest !== undefined && !fits(fastest);
  return {
    verdict,
    within,
    candidates: tie.candidates,
    ...pickNamed(tie.candidates, {
      ...{ chosen: tie.value, best, default: defaultValue },
      fastest: isOver ? fastest : undefined,
    }),
    ...(tie.brokenBy !== undefined && { tieBrokenBy: tie.brokenBy }),
  };
}

/** What was added at the edge of a budget may be much faster than the rest. */
function dropFarSlower(trials: Trials, values: readonly number[]): number[] {
  const most = Math.max(...values.map((value) => trials.throughputOf(value)));
  return values.filter((value) => trials.throughputOf(value) >= FAR_SLOWER * most);
}

const FAR_SLOWER = 0.4;

/** Values that were given are looked at once each, the largest first. */
async function lookAtAll(trials: Trials, values: readonly number[]): Promise<undefined> {
  for (const value of [...values].sort((one, other) => other - one)) await trials.make(value);
}

function fitsAt(trials: Trials, value: number, { fits }: Pick<TuneRequest, 'fits'>): boolean {
  const peakBufferedBytes = trials.peakOf(value);
  return fits({
    throughput: trials.throughputOf(value),
    ...(peakBufferedBytes !== undefined && { peakBufferedBytes }),
  });
}

const hasRoom = (trials: Trials): boolean => !trials.isInterrupted && trials.values.length < MAX_CANDIDATES;

/** The powers of two at the edges: below the smallest that is plausible, and above the largest that fits. */
async function fillEdges(
  trials: Trials,
  plausible: readonly number[],
  { fits, isImplausible }: Pick<Choosing, 'fits' | 'isImplausible'>,
): Promise<number[]> {
  const added: number[] = [];
  const add = async (value: number | undefined): Promise<boolean> => {
    if (value === undefined || !hasRoom(trials)) return false;
    await trials.make(value);
    const isIn = trials.measured.includes(value) && fits(value) && !isImplausible(value);
    if (isIn) added.push(value);
    return isIn;
  };
  const [smallest = 0] = plausible;
  const below = trials.values.filter((value) => value < smallest).at(-1);
  if (below !== undefined) await add(middlePower(below, smallest));
  const largest = Math.max(...plausible);
  const above = trials.values.find((value) => value > largest);
  if (above === undefined || fits(above) || trials.fastestOf(plausible) !== largest) return added;
  const middle = middlePower(largest, above);
  const isIn = await add(middle);
  const [from, to] = middle === undefined ? [largest, above] : isIn ? [middle, above] : [largest, middle];
  await add(refineBetween(from, to));
  return added;
}

/** Once more between the chosen value and the next smaller one: the power of two, then a quarter less. */
async function refine(trials: Trials, race: Race, choosing: Choosing, hasTime: () => boolean): Promise<void> {
  for (const pick of [middlePower, refineBetween]) {
    const candidates = describeCandidates(trials, race, choosing);
    const { verdict, value } = chooseValue(candidates, trials, choosing);
    const below = candidates.filter((one) => one.value < value && one.state !== 'failed').at(-1);
    if (verdict !== 'found' || below === undefined || !hasRoom(trials) || !hasTime()) return;
    const between = pick(below.value, value);
    if (between !== undefined) await race.run([between], choosing.best);
  }
}

function describeNothing(
  trials: Trials,
  race: Race,
  fits: Choosing['fits'],
  { within, defaultValue }: TuneRequest,
): Tuning {
  const fastest = trials.fastestOf(trials.measured);
  const candidates = describeCandidates(trials, race, {
    ...{ within, fits, best: fastest ?? defaultValue },
    isImplausible: () => false,
    isSettled: false,
  });
  return {
    verdict: fastest === undefined ? 'failed' : 'nothing-fits',
    within,
    candidates,
    ...pickNamed(candidates, { fastest, default: defaultValue }),
  };
}

/** Those that were measured, by their role. */
function pickNamed<Role extends string>(
  candidates: readonly Candidate[],
  values: Readonly<Record<Role, number | undefined>>,
): Partial<Record<Role, Candidate>> {
  const entries = Object.entries<number | undefined>(values).flatMap(([role, value]) => {
    const found = candidates.find((candidate) => candidate.value === value);
    return found === undefined ? [] : [[role, found] as const];
  });
  return Object.fromEntries(entries) as Partial<Record<Role, Candidate>>;
}
