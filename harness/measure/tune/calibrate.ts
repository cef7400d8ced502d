/** The first two runs: they say where to begin, and how much data a run needs. */
import { type Beginning, chooseBeginning, chooseVolume } from '../../tune/begin.ts';
import type { Range } from '../../tune/scout.ts';
import type { MeasuredTrial, Trial } from '../../tune/tuning.ts';
import type { TunedParameter } from './subject.ts';
import type { TuneRuns } from './tune-runs.ts';

export interface Calibrating {
  readonly parameter: TunedParameter;
  readonly within: number;
  readonly limitMs: number;
  /** Whether runs may use another volume than the scenario's. */
  readonly canChangeVolume: boolean;
}

export interface Calibration {
  readonly range: Range;
  readonly begin: number;
  /** At values that are not worth another run. */
  readonly looks: ReadonlyMap<number, Trial>;
}

/** Runs that a tuning should have time for. */
const ENOUGH_RUNS = 90;
/** The first runs need less data. */
const FIRST_SHARE = 1 / 16;
const MIN_BYTES = 1024;
const MAX_COUNT = 2 ** 20;
/** Of what is measured, no more is buffered: otherwise nothing would wait for the sink. */
const MAX_SHARE = 1 / 8;
const LARGE = 16;
/** Of a larger value, more data is measured. */
const MIN_FILLS = 16;
/** A value that takes so many times as long as a run should is not measured again. */
const TOO_LONG = 4;
/** What a run may take at least, however short the time limit. */
const MIN_RUN_MS = 100;

/** Undefined once the user interrupts. The failure of the default value is its trial in `looks`. */
export async function calibrate(runs: TuneRuns, calibrating: Calibrating): Promise<Calibration | undefined> {
  const { parameter, canChangeVolume } = calibrating;
  const { defaultValue } = parameter;
  const ownVolumeBytes = runs.volumeBytes;
  if (ownVolumeBytes !== undefined && canChangeVolume) {
    const firstBytes = Math.ceil(ownVolumeBytes * FIRST_SHARE);
    runs.volumeBytes =
      parameter.kind === 'bytes' ? Math.max(firstBytes, Math.min(ownVolumeBytes, defaultValue)) : firstBytes;
  }
  const firstBytes = runs.volumeBytes ?? 0;
  const small = await runs.measure(defaultValue);
  if (small === undefined) return undefined;
  const range = findRange(parameter, ownVolumeBytes);
  const alone = new Map([[defaultValue, small.trial]]);
  if (small.trial.state === 'failed') return { range, begin: defaultValue, looks: alone };
  const largeValue = LARGE * defaultValue;
  const hasLarge = largeValue <= range.max;
  if (hasLarge && parameter.kind === 'bytes' && ownVolumeBytes !== undefined && canChangeVolume)
    runs.volumeBytes = Math.min(ownVolumeBytes, Math.max(runs.volumeBytes ?? 0, MIN_FILLS * largeValue));
  const large = hasLarge ? await runs.measure(largeValue) : undefined;
  if (hasLarge && large === undefined) return undefined;
  const beginning = chooseBeginning(
    {
      small: { value: defaultValue, throughput: small.trial.throughput },
      ...(large?.trial.state === 'measured' && {
        large: { value: largeValue, throughput: large.trial.throughput },
      }),
    },
    { range, within: calibrating.within },
  );
  if (ownVolumeBytes === undefined || !canChangeVolume) {
    const looks = large === undefined ? alone : new Map([...alone, [largeValue, large.trial]]);
    return { range, begin: beginning.value, looks };
  }
  return setVolume(runs, ownVolumeBytes, { ...calibrating, beginning, small: small.trial, firstBytes });
}

function setVolume(
  runs: TuneRuns,
  ownVolumeBytes: number,
  {
    parameter,
    limitMs,
    beginning,
    small,
    firstBytes,
  }: Calibrating & {
    readonly beginning: Beginning;
    readonly small: MeasuredTrial;
    readonly firstBytes: number;
  },
): Calibration {
  const overheadMs = small.wallMs - (1000 * firstBytes) / small.throughput;
  const maxMs = Math.max(MIN_RUN_MS, limitMs / ENOUGH_RUNS - Math.max(0, overheadMs));
  runs.volumeBytes = chooseVolume({
    volumeBytes: ownVolumeBytes,
    bytesPerSecond: beginning.throughput,
    maxMs,
    largestValue: parameter.kind === 'bytes' ? beginning.value : 0,
  });
  const defaultMs = (1000 * runs.volumeBytes) / small.throughput;
  const isTooLong = parameter.defaultValue !== beginning.value && defaultMs > TOO_LONG * maxMs;
  return {
    range: findRange(parameter, runs.volumeBytes),
    begin: beginning.value,
    looks: new Map(isTooLong ? [[parameter.defaultValue, small]] : []),
  };
}

function findRange({ kind, defaultValue }: TunedParameter, volumeBytes: number | undefined): Range {
  if (kind === 'count') return { kind, min: 1, max: MAX_COUNT };
  const max = Math.floor((volumeBytes ?? Number.POSITIVE_INFINITY) * MAX_SHARE);
  return { kind, min: Math.min(MIN_BYTES, defaultValue), max: Math.max(defaultValue, max) };
}
