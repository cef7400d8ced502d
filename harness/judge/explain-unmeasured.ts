import { findMetric, isRecorded, recordedNames } from '../metrics.ts';
import type { RunResult } from '../result.ts';
import { describeNotRecorded } from './warnings.ts';

/** Why a metric has no figure to judge. `ended` are the runs that ended as expected. */
export function explainUnmeasured(metric: string, ended: readonly RunResult[]): string {
  if (ended.length === 0) return 'no run ended as expected';
  const read = findMetric(metric)?.read;
  if (ended.some((run) => read?.(run) !== undefined)) return 'too few runs completed at different volumes';
  if (isRecorded(metric)) return describeNotRecorded(metric, recordedNames(ended));
  if (!STREAM_METRICS.test(metric)) return 'no run measured it';
  const isWatched = ended.some(({ counters = {} }) => Object.keys(counters).length > 0);
  return isWatched
    ? 'a watched stream could not be counted'
    : 'no stream was watched, or none that can be counted here';
}

const STREAM_METRICS = /^(peakBuffered|writesAfter|pushesAfter|drains|backpressure|bytesDelivered)/;
