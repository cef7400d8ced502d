/** The metrics that growth is judged by. */
import type { GrowthMetric } from './scenario.ts';

/** The metrics whose growth can be judged, in addition to figures that a scenario records. */
export const GROWTH_METRICS = [
  'peakBufferedBytes',
  'peakBufferedChunks',
  'peakArrayBuffersBytes',
  'peakHeapUsedBytes',
  'peakRssBytes',
  'retainedArrayBuffersBytes',
  'retainedHeapUsedBytes',
] as const satisfies readonly Exclude<GrowthMetric, `recorded.${string}`>[];

/** The metric of growth if a scenario does not choose one. */
export const DEFAULT_GROWTH_METRIC = 'peakBufferedBytes' satisfies GrowthMetric;
