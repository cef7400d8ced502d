/** The first looks: one run at each of a few values, to find where throughput stops to rise. */
import { modelSteps } from './model.ts';
import { type Range, stepFrom } from './scout.ts';
import type { Trials } from './trials.ts';
import type { StepModel } from './tuning.ts';

export interface Looking {
  readonly range: Range;
  readonly within: number;
  /** The value to begin with. */
  readonly begin: number;
  /** Whether there is time for another look. */
  readonly hasTime: () => boolean;
}

const MAX_LOOKS = 8;
/** What one look can be wrong by on a busy machine, without being far too slow. */
const SLACK = 0.5;
/** Of the fastest: a run that is as slow as this is not so by chance. */
export const WORTH_ANOTHER = 0.15;
/** At a value that looks too slow: what disturbs a run only makes it slower. */
const MAX_LOOKS_EACH = 3;

/** Slower than this share of the fastest, a value needs no rounds to be too slow. */
export const plausibleShare = (within: number): number => SLACK * (1 - within);

/** Returns what the first looks say of the physics. */
export async function lookAround(trials: Trials, looking: Looking): Promise<StepModel | undefined> {
  await lookAt(trials, looking.begin, looking);
  if (trials.measured.length === 0) return undefined;
  await lookUp(trials, looking);
  await lookDown(trials, looking);
  await lookAgain(trials, looking);
  return findModel(trials);
}

async function lookAt(trials: Trials, value: number, looking: Looking): Promise<void> {
  if (trials.values.includes(value)) return;
  await trials.make(value);
  await lookTwiceIfSlow(trials, value, looking);
}

/** Something faster may have been found since. */
export async function lookAgain(trials: Trials, looking: Looking): Promise<void> {
  for (const value of trials.measured) await lookTwiceIfSlow(trials, value, looking);
}

/** One that would be too slow, but not by much, gets more looks. */
async function lookTwiceIfSlow(trials: Trials, value: number, looking: Looking): Promise<void> {
  const { within, hasTime } = looking;
  const isSlow = (): boolean => {
    const share = shareOf(trials, value);
    return share < plausibleShare(within) && share > WORTH_ANOTHER;
  };
  while (isSlow() && trials.of(value).length < MAX_LOOKS_EACH && hasTime() && !trials.isInterrupted)
    await trials.make(value);
}

const shareOf = (trials: Trials, value: number): number =>
  trials.throughputOf(value) / Math.max(...trials.measured.map((one) => trials.throughputOf(one)));

const canLook = (trials: Trials, { hasTime }: Looking): boolean =>
  hasTime() && !trials.isInterrupted && trials.values.length < MAX_LOOKS;

/** One step, and more as long as that is faster than anything before. */
async function lookUp(trials: Trials, looking: Looking): Promise<void> {
  let value = stepFrom(looking.begin, 1, looking.range);
  while (value !== undefined && canLook(trials, looking)) {
    const before = Math.max(0, ...trials.measured.map((one) => trials.throughputOf(one)));
    await lookAt(trials, value, looking);
    if (trials.throughputOf(value) < (1 + looking.within / 2) * before) return;
    value = stepFrom(value, 1, looking.range);
  }
}

/** Until a value is far too slow: smaller ones would be slower still. */
async function lookDown(trials: Trials, looking: Looking): Promise<void> {
  let value = stepFrom(looking.begin, -1, looking.range);
  while (value !== undefined && canLook(trials, looking)) {
    await lookAt(trials, value, looking);
    if (shareOf(trials, value) < plausibleShare(looking.within)) return;
    value = stepFrom(value, -1, looking.range);
  }
}

function findModel(trials: Trials): StepModel | undefined {
  const points = trials.measured.map((value) => ({ value, throughput: trials.throughputOf(value) }));
  const [small] = points;
  const large = points.reduce(
    (best, point) => (point.throughput > best.throughput ? point : best),
    points[0] ?? NONE,
  );
  return small === undefined || large.value <= small.value ? undefined : modelSteps(small, large);
}

const NONE = { value: 0, throughput: 0 };
