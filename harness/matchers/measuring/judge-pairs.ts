/** Whether pairs of runs show that one program uses no more memory than another. Pure. */
import { type PairedShift, pairedShift } from '../../stats/paired-shift.ts';

/** After how many pairs the answer is looked for. Each look has its share of the chance of a wrong one. */
export const LOOKS = [10, 20, 40] as const;
const ALPHA = 0.01 / LOOKS.length;

export interface JudgedPairs {
  readonly shift: PairedShift;
  /** Undefined if the pairs cannot tell. */
  readonly isWithin: boolean | undefined;
}

/** `within` is by how much more it may be, as a fraction of the other. By the whole interval, not by the estimate. */
export function judgePairs(own: readonly number[], other: readonly number[], within: number): JudgedPairs {
  const logRatios = own.map((value, index) => Math.log(value) - Math.log(other[index] ?? Number.NaN));
  const shift = pairedShift({ logRatios, alpha: ALPHA, delta: Math.max(within, Number.EPSILON) });
  const limit = Math.log1p(within);
  return { shift, isWithin: shift.high <= limit ? true : shift.low > limit ? false : undefined };
}
