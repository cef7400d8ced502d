/** Between values that are fast enough and buffer the same: live memory decides, then CPU time, then the default. */
import type { Candidate, Tuning } from './tuning.ts';

/** Live memory of a run at a value; undefined if it could not be read. */
export type MeasureLive = (value: number) => Promise<number | undefined>;

export interface TieTools {
  readonly defaultValue: number;
  readonly measureLive: MeasureLive;
}

/** Each takes a run of its own. */
const MAX_COMPARED = 4;
/** Smaller differences of live memory are noise. */
const MIN_LIVE_BYTES = 1024 ** 2;
const MIN_LIVE_SHARE = 0.1;
const MIN_CPU_SHARE = 0.1;

export interface BrokenTie {
  readonly value: number;
  readonly candidates: readonly Candidate[];
  readonly brokenBy?: Tuning['tieBrokenBy'];
}

export async function breakTie(
  candidates: readonly Candidate[],
  chosen: number,
  { defaultValue, measureLive }: TieTools,
): Promise<BrokenTie> {
  const tied = findTied(candidates, chosen, defaultValue);
  if (tied.length < 2) return { value: chosen, candidates };
  const live = new Map<number, number>();
  for (const { value } of tied) {
    const liveBytes = await measureLive(value);
    if (liveBytes !== undefined) live.set(value, liveBytes);
  }
  const described = candidates.map((candidate) => {
    const liveBytes = live.get(candidate.value);
    return liveBytes === undefined ? candidate : { ...candidate, liveBytes };
  });
  const light = keepLeast(tied, ({ value }) => live.get(value), {
    minShare: MIN_LIVE_SHARE,
    minDifference: MIN_LIVE_BYTES,
  });
  const cheap = keepLeast(light, ({ cpuMs }) => cpuMs, { minShare: MIN_CPU_SHARE, minDifference: 0 });
  const value = (cheap.find((one) => one.value === defaultValue) ?? cheap[0])?.value ?? chosen;
  const brokenBy = nameReason({ tied, light, cheap, value, defaultValue });
  return { value, candidates: described, ...(brokenBy !== undefined && { brokenBy }) };
}

/** The chosen one, the default, and the largest of them. */
function findTied(candidates: readonly Candidate[], chosen: number, defaultValue: number): Candidate[] {
  const own = candidates.find(({ value }) => value === chosen);
  const tied = candidates.filter(
    ({ state, peakBufferedBytes }) => state === 'fast-enough' && peakBufferedBytes === own?.peakBufferedBytes,
  );
  if (own?.state !== 'fast-enough' || tied.length <= MAX_COMPARED)
    return own?.state === 'fast-enough' ? tied : [];
  const kept = new Set([own, tied.find(({ value }) => value === defaultValue), tied.at(-1), ...tied]);
  return [...kept]
    .filter((one) => one !== undefined)
    .slice(0, MAX_COMPARED)
    .sort((one, other) => one.value - other.value);
}

/** Those that are not clearly above the least; all of them if one has no figure. */
function keepLeast(
  tied: readonly Candidate[],
  read: (candidate: Candidate) => number | undefined,
  { minShare, minDifference }: { readonly minShare: number; readonly minDifference: number },
): readonly Candidate[] {
  const figures = tied.map(read);
  if (figures.includes(undefined)) return tied;
  const least = Math.min(...figures.map(Number));
  return tied.filter((_, index) => {
    const above = Number(figures[index]) - least;
    return above <= minDifference || above <= minShare * least;
  });
}

function nameReason({
  tied,
  light,
  cheap,
  value,
  defaultValue,
}: {
  readonly tied: readonly Candidate[];
  readonly light: readonly Candidate[];
  readonly cheap: readonly Candidate[];
  readonly value: number;
  readonly defaultValue: number;
}): Tuning['tieBrokenBy'] {
  if (light.length < tied.length) return 'live memory';
  if (cheap.length < light.length) return 'CPU time';
  return value === defaultValue ? 'the default' : undefined;
}
