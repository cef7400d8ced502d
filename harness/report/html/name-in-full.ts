import { findMetric, isRecorded } from '../../metrics.ts';
import { nameMetric } from '../text/comparison-figures.ts';

/** Where a terminal has room for 15 characters, a page has more. */
const IN_FULL: Readonly<Record<string, string>> = {
  throughputBytesPerSecond: 'throughput',
  writesAfterFalse: 'writes after false',
  pushesAfterFalse: 'pushes after false',
  peakArrayBuffersBytes: 'peak arrayBuffers',
  peakLiveArrayBuffersBytes: 'live arrayBuffers',
  retainedArrayBuffersBytes: 'retained arrayBuffers',
  retainedHeapUsedBytes: 'retained heapUsed',
  stablePeakArrayBuffersBytes: 'stable arrayBuffers',
};

/** The name of a metric, or of a figure that a scenario recorded, without abbreviations. */
export function nameInFull(metric: string): string {
  if (Object.hasOwn(IN_FULL, metric)) return IN_FULL[metric] ?? metric;
  return isRecorded(metric) ? (findMetric(metric)?.label ?? metric) : nameMetric(metric);
}
