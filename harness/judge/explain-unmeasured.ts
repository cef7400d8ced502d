import { findMetric, isRecorded, recordedNames } from '../metrics.ts';
import type { Check, Expectation, RunResult } from '../result.ts';
import { describeNotRecorded } from './warnings.ts';

/** Why a metric has no figure to judge. `ended` are the runs that ended as expected. */
export function explainUnmeasured(metric: string, ended: readonly RunResult[]): string {
  if (ended.length === 0) return 'no run ended as expected';
  const read = findMetric(metric)?.read;
  if (ended.some((run) => read?.(run) !== undefined)) return 'too few runs completed at different volumes';
  if (isRecorded(metric)) return describeNotRecorded(metric, recordedNames(ended));
  if (!STREAM_METRICS.test(metric)) return 'no run measured it';
  const isUncounted = ended.some(({ uncounted = [] }) => uncounted.length > 0);
  return isUncounted ? 'a watched stream could not be counted' : 'no stream was watched';
}

/** Why nothing is judged by what the scenario itself read; undefined if it can be. */
const doubtOwn = (warnings: ReadonlySet<string>): string | undefined =>
  warnings.has('false-memory-read')
    ? 'the scenario reads process.memoryUsage(), which is not true in this runtime'
    : undefined;

/** A check that passed by what is not true has not passed. */
export function doubtCheck(check: Check, warnings: ReadonlySet<string>): Expectation {
  const doubt = doubtOwn(warnings);
  return doubt === undefined ? check : { text: check.text, notJudged: doubt };
}

/** The same of a figure, if it is one that the scenario records. */
export const doubtRecorded = (metric: string, warnings: ReadonlySet<string>): string | undefined =>
  isRecorded(metric) ? doubtOwn(warnings) : undefined;

const STREAM_METRICS = /^(peakBuffered|writesAfter|pushesAfter|drains|backpressure|bytesDelivered)/;
