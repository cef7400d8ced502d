import { nameScenario, type ScenarioIdentity } from '../../case-key.ts';
import { DEFAULT_GROWTH_METRIC, type GROWTH_METRICS } from '../../growth.ts';
import { growthMetricNamed } from '../../metrics.ts';
import { type CaseResult, endedAsExpected, type Growth } from '../../result.ts';
import type { GrowthMetric } from '../../scenario.ts';
import { formatBytes, formatFigure, formatSlope } from '../../units.ts';
import { describeExplained, describePlace } from './growth-place.ts';
import { quoteLine } from './terminal-text.ts';

/** The unit of the slope, by the metric of growth. */
const PER_BYTE: Readonly<Record<(typeof GROWTH_METRICS)[number], string>> = {
  peakBufferedBytes: 'bytes retained per byte written',
  peakBufferedChunks: 'chunks retained per byte written',
  peakArrayBuffersBytes: 'bytes of arrayBuffers per byte written',
  peakHeapUsedBytes: 'bytes of heapUsed per byte written',
  peakRssBytes: 'bytes of RSS per byte written',
  peakLiveArrayBuffersBytes: 'bytes of live ArrayBuffers per byte written',
  peakLiveExternalBytes: 'bytes of live external memory per byte written',
  peakLiveHeapUsedBytes: 'bytes of live heapUsed per byte written',
  peakNativeBytes: 'bytes of native memory per byte written',
  peakChildProcessesBytes: 'bytes of memory of child processes per byte written',
  retainedArrayBuffersBytes: 'bytes of arrayBuffers retained per byte written',
  retainedHeapUsedBytes: 'bytes of heapUsed retained per byte written',
};

/** One sentence: whether it is bounded, with which slope, and how much was buffered at which highWaterMark. */
export function describeVerdict(result: CaseResult, all: readonly ScenarioIdentity[] = [result]): string {
  const { growth } = result;
  const scenario = nameScenario(result, all);
  const buffered = describeFigures(result);
  if (growth === undefined) return `${scenario}: ${describeExpectedEnd(result)}${buffered}`;
  const parts = [
    `${scenario}: ${growth.verdict}, ${describeSlope(growth)}${describePlace(growth)}`,
    buffered,
    describeExplained(growth),
    growth.verdict === 'inconclusive' ? growth.reason : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** Where no run is expected to complete, the sentence says how it ended. */
function describeExpectedEnd(result: CaseResult): string {
  const ended = result.runs.find((run) => endedAsExpected(run, result));
  if (result.expectedOutcome === undefined || ended === undefined) return '';
  const { outcome } = ended;
  return `${outcome.state}${outcome.state === 'crashed' ? `, ${quoteLine(outcome.reason)}` : ''}; `;
}

function describeSlope({ metric, slope, low, high }: Growth): string {
  const [point, from, to] = [slope, low, high].map(formatSlope);
  return `${point} ${nameSlopeUnit(metric)} (${from} to ${to})`;
}

export const nameSlopeUnit = (metric: string): string =>
  Object.hasOwn(PER_BYTE, metric)
    ? PER_BYTE[metric as keyof typeof PER_BYTE]
    : `of ${metric} per byte written`;

function describeFigures({ runs, growth, summary }: CaseResult): string {
  const metric = (growth?.metric ?? DEFAULT_GROWTH_METRIC) as GrowthMetric;
  const median = summary[metric]?.median;
  if (median === undefined) {
    const failed = runs.find(({ outcome }) => outcome.state !== 'completed');
    return failed === undefined ? describeUnwatched(summary) : `no figure: ${failed.outcome.state}`;
  }
  const counters = Object.values(runs.find(({ counters }) => counters !== undefined)?.counters ?? {});
  // A report of tidemark 0.1.0 has 0 for what was not counted.
  if (counters.length === 0 && metric === DEFAULT_GROWTH_METRIC) return describeUnwatched(summary);
  const highWaterMarkBytes = counters.reduce(
    (sum, { highWaterMarkBytes = 0 }) => sum + highWaterMarkBytes,
    0,
  );
  const { unit, label } = growthMetricNamed(metric);
  const figure = `${quoteLine(label)} ${formatFigure(median, unit)}`;
  return highWaterMarkBytes > 0 ? `highWaterMark ${formatBytes(highWaterMarkBytes)}, ${figure}` : figure;
}

function describeUnwatched({ peakRssBytes }: CaseResult['summary']): string {
  return `no stream is watched${peakRssBytes === undefined ? '' : `; peak RSS ${formatBytes(peakRssBytes.median)}`}`;
}
