import { GCProfiler } from 'node:v8';

interface Survival {
  readonly scavenges: number;
  /** What the scavenges copied, within the young generation or into the old one, added up. */
  readonly survivedBytes: number;
}

interface HeapSpace {
  readonly spaceName: string;
  readonly spaceUsedSize: number;
}

/** Runs `work`, and reads from V8's own record of each scavenge how many bytes it had to copy. */
export function measureSurvival(work: () => void): Survival {
  const profiler = new GCProfiler();
  profiler.start();
  work();
  const { statistics } = profiler.stop();
  const scavenges = statistics.filter(({ gcType }) => gcType === 'Scavenge');
  const survivedBytes = scavenges.reduce((sum, { beforeGC, afterGC }) => {
    const old = (heap: typeof afterGC): number => usedBytes(heap.heapSpaceStatistics, 'old_space');
    const promoted = Math.max(0, old(afterGC) - old(beforeGC));
    return sum + promoted + usedBytes(afterGC.heapSpaceStatistics, 'new_space');
  }, 0);
  return { scavenges: scavenges.length, survivedBytes };
}

const usedBytes = (spaces: readonly HeapSpace[], name: string): number =>
  spaces.find(({ spaceName }) => spaceName === name)?.spaceUsedSize ?? 0;
