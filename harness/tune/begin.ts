/** Where to begin, and how much data each run needs: from a run at the default value and one at a larger value. Pure. */
import { modelSteps, type Point, sufficientValue } from './model.ts';
import { type Range, STEP, stepFrom } from './scout.ts';

export interface FirstRuns {
  readonly small: Point;
  /** Absent if there is no larger value. */
  readonly large?: Point;
}

export interface Beginning {
  /** Steps of four from the default. */
  readonly value: number;
  /** Throughput that is expected there. */
  readonly throughput: number;
}

/** At the default, or where the latency that the first runs show takes no more than `within` of the time. */
export function chooseBeginning(
  { small, large }: FirstRuns,
  { range, within }: { readonly range: Range; readonly within: number },
): Beginning {
  const model = large === undefined ? undefined : modelSteps(small, large);
  if (model === undefined) return small;
  const steps = Math.ceil(Math.log(sufficientValue(model, within) / small.value) / Math.log(STEP));
  const values = Array.from({ length: Math.max(0, steps) }, (_, index) =>
    stepFrom(small.value, index + 1, range),
  );
  const value = values.filter((one) => one !== undefined).at(-1) ?? small.value;
  // At the default, a step takes inFlight + value.
  const throughput =
    (small.throughput * (model.inFlight + small.value) * value) / (small.value * (model.inFlight + value));
  return { value, throughput };
}

export interface VolumeQuestion {
  /** That of the scenario. */
  readonly volumeBytes: number;
  readonly bytesPerSecond: number;
  /** What a run may take, without the start of its process. */
  readonly maxMs: number;
  /** No less is measured than so many times what is buffered at most. */
  readonly largestValue: number;
}

/** Shorter runs are mostly start-up. */
const MIN_MS = 120;
const MIN_FILLS = 16;
const MAX_DOUBLINGS = 4;
const MAX_HALVINGS = 10;

/**
 * The volume of the scenario, unless runs would take too long or be too short to tell anything: then a power of two times
 * as much or as little.
 */
export function chooseVolume({ volumeBytes, bytesPerSecond, maxMs, largestValue }: VolumeQuestion): number {
  const msOf = (bytes: number): number => (1000 * bytes) / bytesPerSecond;
  const minBytes = Math.min(volumeBytes, MIN_FILLS * largestValue);
  let chosen = volumeBytes;
  for (let halving = 0; halving < MAX_HALVINGS && msOf(chosen) > maxMs; halving += 1) {
    const half = Math.ceil(chosen / 2);
    if (half < minBytes) break;
    chosen = half;
  }
  for (let doubling = 0; doubling < MAX_DOUBLINGS && msOf(chosen) < MIN_MS; doubling += 1) {
    if (msOf(2 * chosen) > maxMs) break;
    chosen *= 2;
  }
  return chosen;
}
