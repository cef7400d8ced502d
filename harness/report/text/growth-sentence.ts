import { DEFAULT_GROWTH_METRIC } from '../../metrics.ts';
import { type CaseResult, endedAsExpected, type Growth } from '../../result.ts';
import type { GrowthMetric } from '../../scenario.ts';
import { formatBytes, formatCount } from '../../units.ts';
import { quoteLine } from './terminal-text.ts';

const HELD: Readonly<Record<string, string>> = {
  peakBufferedBytes: 'bytes held per byte written',
  peakArrayBuffersBytes: 'bytes of arrayBuffers per byte written',
  peakHeapUsedBytes: 'bytes of heapUsed per byte written',
  peakRssBytes: 'bytes of RSS per byte written',
  retainedArrayBuffersBytes: 'bytes of arrayBuffers kept per byte written',
  retainedHeapUsedBytes: 'bytes of heapUsed kept per byte written',
};

/** Where no figure is behind the noise of floating point. */
const MIN_SLOPE = 0.0001;

/** One sentence: is it bounded, by which slope, and how much was held of how much was requested. */
export function describeVerdict(result: CaseResult): string {
  const { growth, scenario } = result;
  const buffered = describeHeld(result);
  if (growth === undefined) return `${scenario}: ${describeExpectedEnd(result)}${buffered}`;
  const verdict = `${scenario}: ${growth.verdict}, ${describeSlope(growth)}`;
  return growth.verdict === 'inconclusive'
    ? `${verdict}; ${buffered}; ${growth.reason}`
    : `${verdict}; ${buffered}`;
}

/** Where no run shall complete, how it ended is the finding. */
function describeExpectedEnd(result: CaseResult): string {
  const ended = result.runs.find((run) => endedAsExpected(run, result));
  if (result.expectedOutcome === undefined || ended === undefined) return '';
  const { outcome } = ended;
  return `${outcome.state}${outcome.state === 'crashed' ? `, ${quoteLine(outcome.reason)}` : ''}; `;
}

function describeSlope({ metric, slope, low, high }: Growth): string {
  const [point, from, to] = [slope, low, high].map(formatSlope);
  return `${point} ${HELD[metric] ?? `of ${metric} per byte written`} (${from} to ${to})`;
}

/** Two places, and more where two would say that nothing is there. */
function formatSlope(slope: number): string {
  if (Math.abs(slope) < MIN_SLOPE) return '0.00';
  return Math.abs(slope) < 0.01 ? slope.toPrecision(1) : slope.toFixed(2);
}

function describeHeld({ runs, growth, summary }: CaseResult): string {
  const metric = (growth?.metric ?? DEFAULT_GROWTH_METRIC) as GrowthMetric;
  const heldBytes = summary[metric]?.median;
  if (heldBytes === undefined) {
    const failed = runs.find(({ outcome }) => outcome.state !== 'completed');
    return failed === undefined ? 'no stream is watched' : `no figure: ${failed.outcome.state}`;
  }
  const counters = Object.values(runs.find(({ counters }) => counters !== undefined)?.counters ?? {});
  if (counters.length === 0 && metric === DEFAULT_GROWTH_METRIC) return describeUnwatched(summary);
  const markBytes = counters.reduce((sum, { highWaterMarkBytes = 0 }) => sum + highWaterMarkBytes, 0);
  const requested = markBytes > 0 ? `${formatBytes(markBytes)} requested, ` : '';
  return `${requested}${isBytes(metric) ? formatBytes(heldBytes) : formatCount(heldBytes)} held`;
}

/** What a scenario records has its unit in its name, as everything here. */
const isBytes = (metric: string): boolean => metric.endsWith('Bytes');

function describeUnwatched({ peakRssBytes }: CaseResult['summary']): string {
  return `no stream is watched${peakRssBytes === undefined ? '' : `; peak RSS ${formatBytes(peakRssBytes.median)}`}`;
}
