/** The function of the main thread that reads live memory. Only runs that do so load this module. */
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** What the sampler thread calls on the main thread. */
export interface LiveReader {
  /** Two JSON values, with a comma between them: process.memoryUsage(), and what else belongs to the reading. */
  readonly read: () => string;
  /** The expression by which the sampler thread finds `read`, between `lend` and `takeBack`. */
  readonly expression: string;
  readonly lend: () => void;
  readonly takeBack: () => void;
}

/** Undefined if `gc` is not exposed. What it needs is bound now: the scenario may replace it during the run. */
export function openLiveReader(watched: { readonly bufferedBytes: number }): LiveReader | undefined {
  const { gc } = globalThis;
  if (gc === undefined) return undefined;
  const { memoryUsage } = process;
  const { stringify } = JSON;
  const read = (): string => {
    const startedAt = performance.now();
    // The first collection leaves Buffers to be swept by another thread; the second waits for that.
    gc();
    gc({ type: 'minor', execution: 'sync' });
    const usage = memoryUsage();
    const physicalBytes = getHeapStatistics().total_physical_size;
    const watchedBytes = watched.bufferedBytes;
    const costMs = performance.now() - startedAt;
    return `${stringify(usage)},${stringify({ watchedBytes, physicalBytes, costMs })}`;
  };
  return {
    read,
    expression: `globalThis[Symbol.for('${NAME}')]`,
    lend: () => {
      Object.defineProperty(globalThis, KEY, { value: read, configurable: true, enumerable: false });
    },
    takeBack: () => {
      Reflect.deleteProperty(globalThis, KEY);
    },
  };
}

const NAME = 'tidemark.readLive';
const KEY = Symbol.for(NAME);
