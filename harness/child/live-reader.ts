/** The functions of the main thread that read live memory. Only runs that do so load this module. */
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { trackLivePeak } from './live-peak.ts';

/** What the sampler thread calls on the main thread. */
export interface LiveReader {
  /** Two JSON values, with a comma between them: process.memoryUsage(), and what else belongs to the reading. */
  readonly read: () => string;
  /** Whether a reading now can be well above all readings before it. */
  readonly canBeHigher: () => boolean;
}

export interface LentLiveReader extends LiveReader {
  /** The expression by which the sampler thread finds the reader, between `lend` and `takeBack`. */
  readonly expression: string;
  readonly lend: () => void;
  readonly takeBack: () => void;
}

/** Undefined if `gc` is not exposed. What it needs is bound now: the scenario may replace it during the run. */
export function openLiveReader(watched: { readonly bufferedBytes: number }): LentLiveReader | undefined {
  const { gc } = globalThis;
  if (gc === undefined) return undefined;
  const reader = makeReader(gc, watched);
  return {
    ...reader,
    expression: `globalThis[Symbol.for('${NAME}')]`,
    lend: () => {
      Object.defineProperty(globalThis, KEY, { value: reader, configurable: true, enumerable: false });
    },
    takeBack: () => {
      Reflect.deleteProperty(globalThis, KEY);
    },
  };
}

const NAME = 'tidemark.liveReader';
const KEY = Symbol.for(NAME);

function makeReader(
  gc: NonNullable<typeof globalThis.gc>,
  watched: { readonly bufferedBytes: number },
): LiveReader {
  const { memoryUsage } = process;
  const { stringify } = JSON;
  const peak = trackLivePeak();
  return {
    read: () => {
      const startedAt = performance.now();
      // The first collection leaves Buffers to be swept by another thread; the second waits for that.
      gc();
      gc({ type: 'minor', execution: 'sync' });
      const usage = memoryUsage();
      const { total_physical_size: physicalBytes, external_memory, used_heap_size } = getHeapStatistics();
      peak.add({ externalBytes: external_memory, heapUsedBytes: used_heap_size });
      const watchedBytes = watched.bufferedBytes;
      const costMs = performance.now() - startedAt;
      return `${stringify(usage)},${stringify({ watchedBytes, physicalBytes, costMs })}`;
    },
    canBeHigher: () => {
      const { external_memory, used_heap_size } = getHeapStatistics();
      return peak.canBeHigher({ externalBytes: external_memory, heapUsedBytes: used_heap_size });
    },
  };
}
