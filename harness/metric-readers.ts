/** Readers of metrics that are computed from several fields of a run. Pure. */
import type { RunResult } from './result.ts';

type StreamCounters = NonNullable<RunResult['counters']>[string];

export function readThroughput({ bytesDelivered, durationMs }: RunResult): number | undefined {
  const bytesPerMs = (bytesDelivered ?? 0) / (durationMs ?? 0);
  return bytesPerMs > 0 && Number.isFinite(bytesPerMs) ? bytesPerMs * 1000 : undefined;
}

/** Undefined if no stream is watched, or one cannot be counted. */
export function sumOf(read: (label: StreamCounters) => number): (run: RunResult) => number | undefined {
  return ({ counters, uncounted = [] }) => {
    const labels = Object.values(counters ?? {});
    return labels.length === 0 || uncounted.length > 0
      ? undefined
      : labels.reduce((sum, label) => sum + read(label), 0);
  };
}

/** Retained memory: the settled memory after the run, less that before it. */
export function readRetained(
  field: 'arrayBuffersBytes' | 'heapUsedBytes',
): (run: RunResult) => number | undefined {
  return ({ memory }) => {
    const [before, after] = [memory?.start?.[field], memory?.retained?.[field]];
    return before === undefined || after === undefined ? undefined : after - before;
  };
}

export function sumOfCollections(field: 'count' | 'ms'): (run: RunResult) => number | undefined {
  return ({ gc }) => gc && Object.values(gc).reduce((sum, kind) => sum + kind[field], 0);
}
