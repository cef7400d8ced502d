/** Pairs of one run of A and one of B: which are run, and in which order. Pure. */
import { type PlannedRun, planRun, STABLE_FLAGS, type Subject } from './plan-runs.ts';
import { shuffle } from './random.ts';

/** A case on both sides. */
export interface PairedSubject {
  readonly a: Subject;
  readonly b: Subject;
}

/** measure: as in production, with counters, CPU and time. stable: memory readings hardly vary. */
export type PairKind = 'measure' | 'stable';

export interface PairRequest {
  readonly subject: PairedSubject;
  readonly kind: PairKind;
  readonly batch: 1 | 2;
  /** How many to add to those of this case, kind and batch that are planned already. */
  readonly count: number;
  readonly planned: number;
}

/** One run of each side, in the order in which they are run. */
export type PlannedPair = readonly [PlannedRun, PlannedRun];

/**
 * The pairs of all requests, in one random order, so that background load affects all cases equally. Which side comes
 * first is drawn for each pair, so that an effect of the first run on the second affects both sides equally. Stable
 * runs are sampled every `stableIntervalMs`.
 */
export function planPairs(
  requests: readonly PairRequest[],
  stableIntervalMs: number,
  random: () => number,
): PlannedPair[] {
  const next = new Map(requests.map((request) => [request, request.planned]));
  const order = shuffle(
    requests.flatMap((request) => Array<PairRequest>(request.count).fill(request)),
    random,
  );
  return order.map((request) => {
    const pair = next.get(request) ?? 0;
    next.set(request, pair + 1);
    const [a, b] = (['a', 'b'] as const).map((side) => planOne(request, side, pair, stableIntervalMs)) as [
      PlannedRun,
      PlannedRun,
    ];
    return random() < 0.5 ? [a, b] : [b, a];
  });
}

function planOne(
  { subject, kind, batch, count, planned }: PairRequest,
  side: 'a' | 'b',
  pair: number,
  stableIntervalMs: number,
): PlannedRun {
  const how =
    kind === 'stable' ? { isSampled: true, flags: STABLE_FLAGS, sampleIntervalMs: stableIntervalMs } : {};
  const pairing = { pair, of: planned + count, batch };
  return planRun(subject[side], kind, `${side} ${batch} ${pair}`, { ...how, pairing });
}
