/** The functions of the main thread that read live memory. Only runs that do so load this module. */
import { getHeapStatistics } from 'node:v8';
import type * as ownFunctions from './before-scenario.ts';
import { trackLivePeak } from './live-peak.ts';

/** What the sampler thread calls on the main thread. */
export interface LiveReader {
  /** Two JSON values, with a comma between them: process.memoryUsage(), and what else belongs to the reading. */
  readonly read: () => string;
  /** Whether a reading now can be well above all readings before it. */
  readonly canBeHigher: () => boolean;
}

/** How the sampler thread calls it; `then` gets what was returned. */
export type CallReader = (method: keyof LiveReader, then: (value: unknown) => void) => void;

type OwnFunctions = Pick<typeof ownFunctions, 'gc' | 'memoryUsage' | 'now' | 'numbersToJson'>;

/** Undefined if `gc` is not exposed. */
export const openLiveReader = (
  watched: { readonly bufferedBytes: number },
  own: OwnFunctions,
): LiveReader | undefined => (own.gc === undefined ? undefined : makeReader(own.gc, own, watched));

function makeReader(
  collect: NonNullable<typeof globalThis.gc>,
  { memoryUsage, now, numbersToJson }: OwnFunctions,
  watched: { readonly bufferedBytes: number },
): LiveReader {
  const peak = trackLivePeak();
  return {
    read: () => {
      const startedAt = now();
      // The first collection leaves Buffers to be swept by another thread; the second waits for that.
      collect();
      collect({ type: 'minor', execution: 'sync' });
      const usage = memoryUsage();
      const { total_physical_size: physicalBytes, external_memory, used_heap_size } = getHeapStatistics();
      peak.add({ externalBytes: external_memory, heapUsedBytes: used_heap_size });
      const watchedBytes = watched.bufferedBytes;
      const costMs = now() - startedAt;
      return `${numbersToJson(usage)},${numbersToJson({ watchedBytes, physicalBytes, costMs })}`;
    },
    canBeHigher: () => {
      const { external_memory, used_heap_size } = getHeapStatistics();
      return peak.canBeHigher({ externalBytes: external_memory, heapUsedBytes: used_heap_size });
    },
  };
}
