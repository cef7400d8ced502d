import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import type { GarbageCollection } from '../protocol.ts';
import { turnLoop } from './before-scenario.ts';

type Kind = keyof GarbageCollection;
type Tally = { -readonly [K in Kind]: { count: number; ms: number } };

const KINDS = new Map<number, Kind>([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakCallbacks'],
]);

/** Counts collections by kind from now on. `stop` waits for those that V8 has not delivered yet. */
export function startGcLog(): { stop: () => Promise<GarbageCollection> } {
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
  };
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
  observer.observe({ entryTypes: ['gc'] });
  return {
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
