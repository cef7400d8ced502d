/** By how much one value is as fast as another, from rounds in which both were measured. Pure. */
import { hodgesLehmann } from '../stats/hodges-lehmann.ts';
import type { RelativeThroughput } from './tuning.ts';

/** By round, the throughput of one value. Rounds in which it was not measured are missing. */
export type Rounds = ReadonlyMap<number, number>;

const CONFIDENCE = 0.95;

/**
 * Other work on the machine only makes a run slower. The best of two or three rounds in a row is less disturbed than each
 * of them, but there are fewer of these: whichever gives the narrower interval is used. The spread decides, never which
 * value is ahead.
 */
const BLOCK_SIZES = [1, 2, 3];
/** With fewer, the interval does not have its confidence. */
const MIN_BLOCKS = 6;

/** Undefined if they have no round in common. The rounds are paired, so what the machine does meanwhile cancels out. */
export function compareRounds(rounds: Rounds, reference: Rounds): RelativeThroughput | undefined {
  const common = [...rounds.keys()].filter((round) => reference.has(round));
  if (common.length === 0) return undefined;
  const read = (from: Rounds) => common.map((round) => Math.log(from.get(round) ?? 0));
  const [own, other] = [read(rounds), read(reference)];
  const [first, ...others] = BLOCK_SIZES.filter(
    (size) => size === 1 || common.length >= size * MIN_BLOCKS,
  ).map((size) => compareBlocks(own, other, size));
  if (first === undefined) return undefined;
  const widthOf = ({ low, high }: { readonly low: number; readonly high: number }): number => high - low;
  const narrowest = others.reduce((best, one) => (widthOf(one) < widthOf(best) ? one : best), first);
  const { estimate, low, high, confidence } = narrowest;
  const [relative = 1, from = 1, to = 1] = [estimate, low, high].map(Math.exp);
  return { estimate: relative, low: from, high: to, confidence, rounds: common.length };
}

function compareBlocks(own: readonly number[], other: readonly number[], size: number) {
  const [bestOwn, bestOther] = [bestOfBlocks(own, size), bestOfBlocks(other, size)];
  return hodgesLehmann(
    bestOwn.map((value, index) => value - (bestOther[index] ?? 0)),
    CONFIDENCE,
  );
}

/** The best of each `size` in a row; of the last ones, if they are too few for a block, none. */
function bestOfBlocks(values: readonly number[], size: number): number[] {
  return Array.from({ length: Math.max(1, Math.floor(values.length / size)) }, (_, block) =>
    Math.max(...values.slice(block * size, (block + 1) * size)),
  );
}

export type Judgement = 'fast-enough' | 'too-slow' | 'undecided';

/** With fewer rounds, only what is far too slow is said to be. */
const FEW_ROUNDS = 4;
const FAR = 0.9;

/** The interval must have its confidence: below six rounds it has not. */
export function judgeRelative(relative: RelativeThroughput | undefined, within: number): Judgement {
  if (relative === undefined) return 'undecided';
  const { low, high, confidence, rounds } = relative;
  const isSure = confidence >= CONFIDENCE;
  if (isSure && low >= 1 - within) return 'fast-enough';
  if (isSure ? high < 1 - within : rounds >= FEW_ROUNDS && high < FAR * (1 - within)) return 'too-slow';
  return 'undecided';
}

/** Whether a value that looks slower than the best may be faster than it by more than the margin. */
export const mayBeFaster = ({ high, confidence }: RelativeThroughput, within: number): boolean =>
  confidence < CONFIDENCE || high > 1 / (1 - within);

/** More rounds would not decide it soon: it is close to the margin, and that is known well. */
export const isAtMargin = ({ low, high, confidence }: RelativeThroughput, within: number): boolean =>
  confidence >= CONFIDENCE && high - low < within / 2;
