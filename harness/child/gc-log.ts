import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import type { Collection, GarbageCollection } from '../protocol.ts';
import { turnLoop } from './before-scenario.ts';

type Kind = keyof GarbageCollection;
type Tally = { -readonly [K in Kind]: { count: number; ms: number } };

const KINDS = new Map<number, Kind>([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakCallbacks'],
]);

/** More would be memory of the run that is measured. */
const MAX_NOTED = 1000;

export interface GcLog {
  /** Waits for the collections that V8 has not delivered yet. */
  readonly stop: () => Promise<GarbageCollection>;
  /** The first of them, if they are noted: their times are those of performance.now(). */
  readonly noted: readonly Collection[];
}

/** Counts collections by kind from now on. */
export function startGcLog({ notes = false } = {}): GcLog {
  const noted: Collection[] = [];
  const tally: Tally = {
    minor: { count: 0, ms: 0 },
    major: { count: 0, ms: 0 },
    incremental: { count: 0, ms: 0 },
    weakCallbacks: { count: 0, ms: 0 },
  };
  const note = (entry: PerformanceEntry): void => {
    const kind = KINDS.get((entry.detail as { kind: number }).kind);
    if (kind === undefined) return;
    tally[kind].count += 1;
    tally[kind].ms += entry.duration;
    if (notes && noted.length < MAX_NOTED)
      noted.push({ atMs: entry.startTime, durationMs: entry.duration, kind });
  };
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
  observer.observe({ entryTypes: ['gc'] });
  return {
    noted,
    stop: async () => {
      // One turn of the event loop delivers entries, and another passes them to the observer.
      await turnLoop();
      await turnLoop();
      observer.takeRecords().forEach(note);
      observer.disconnect();
      return tally;
    },
  };
}
