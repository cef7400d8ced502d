/** Rate times latency: the physics that says where to begin. Pure. */
import type { StepModel } from './tuning.ts';

export interface Point {
  readonly value: number;
  /** Per second, in any unit. */
  readonly throughput: number;
}

/** A smaller share of the time of a step is noise. */
const MIN_SHARE = 0.1;

/**
 * Where a step takes a fixed latency and then a time for each unit, the time per unit is 1 / rate + latency / value: two
 * points give both. `throughput` counts units of the parameter, or anything proportional to them: then `inFlight` is right,
 * and `latencyMs` is in that measure. Undefined if throughput does not rise with the value.
 */
export function modelSteps(small: Point, large: Point): StepModel | undefined {
  const secondsSmall = 1 / small.throughput;
  const secondsLarge = 1 / large.throughput;
  const latencySeconds = (secondsSmall - secondsLarge) / (1 / small.value - 1 / large.value);
  if (!(latencySeconds / small.value > MIN_SHARE * secondsSmall)) return undefined;
  // Where all of the time is latency, the rate is not known: at least what the larger value reached.
  const secondsPerUnit = Math.max(secondsLarge - latencySeconds / large.value, secondsLarge / 20);
  return { inFlight: latencySeconds / secondsPerUnit, latencyMs: 1000 * latencySeconds };
}

/** The value at which latency takes no more than `within` of the time: 19 times what is in flight for 5 %. */
export const sufficientValue = ({ inFlight }: StepModel, within: number): number =>
  inFlight * (1 / within - 1);
