/** Whether memory that is read after a settled collection shows that something is retained. Pure. */
import { RETAINED_ROUNDS } from '../../judge/growth-points.ts';
import type { MemoryReading } from '../../protocol.ts';
import { mannKendallOfPoints } from '../../stats/kendall.ts';
import { theilSen } from '../../stats/theil-sen.ts';

/** How often `run()` is called. */
export const ROUNDS = RETAINED_ROUNDS;
/** The first ones fill caches and pools, whose size then stays the same. */
const DROPPED_ROUNDS = 3;
const MAX_P = 0.01;

interface Kind {
  readonly what: string;
  readonly read: (memory: MemoryReading) => number;
  /** What a program that retains nothing may have more after its first run: pools, caches, modules loaded late. */
  readonly noiseBytes: number;
  /** What it may have more after each further one: code and feedback of V8 are on the heap. */
  readonly noisePerRoundBytes: number;
}

const KiB = 1024;

/** In the catalogue, ArrayBuffers of right halves were the same after each round, and their heap rose by up to 20 KiB. */
const KINDS: readonly Kind[] = [
  {
    what: 'ArrayBuffers',
    read: ({ arrayBuffersBytes }) => arrayBuffersBytes,
    noiseBytes: 512 * KiB,
    noisePerRoundBytes: KiB,
  },
  {
    what: 'external memory',
    read: ({ externalBytes, arrayBuffersBytes }) => externalBytes - arrayBuffersBytes,
    // The first fetch() loads 1.9 MiB of WebAssembly.
    noiseBytes: 4096 * KiB,
    noisePerRoundBytes: 4 * KiB,
  },
  {
    what: 'the V8 heap',
    read: ({ heapUsedBytes }) => heapUsedBytes,
    noiseBytes: 2048 * KiB,
    noisePerRoundBytes: 64 * KiB,
  },
];

export interface Retained {
  readonly what: string;
  readonly bytes: number;
  readonly noiseBytes: number;
}

/** What is there after a run and was not before it; undefined if that is no more than noise. */
export function findRetained(start: MemoryReading, retained: MemoryReading): Retained | undefined {
  const all = KINDS.map(({ what, read, noiseBytes }) => ({
    what,
    noiseBytes,
    bytes: read(retained) - read(start),
  }));
  return all.find(({ bytes, noiseBytes }) => bytes > noiseBytes);
}

export interface Leak {
  readonly what: string;
  readonly bytesPerRound: number;
  /** After each round that was judged. */
  readonly values: readonly number[];
}

/** What grows from round to round; undefined if nothing grows by more than noise. */
export function findLeak(rounds: readonly MemoryReading[]): Leak | undefined {
  for (const { what, read, noisePerRoundBytes } of KINDS) {
    const values = rounds.slice(DROPPED_ROUNDS).map(read);
    const points = values.map((y, x) => ({ x, y }));
    const { slope, low } = theilSen(points);
    if (low > noisePerRoundBytes && mannKendallOfPoints(points).pIncreasing < MAX_P)
      return { what, bytesPerRound: slope, values };
  }
  return undefined;
}
