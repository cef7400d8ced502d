import { GCProfiler } from 'node:v8';

interface Survival {
  readonly scavenges: number;
  /** What the scavenges copied, within the young generation or into the old one, added up. */
  readonly survivedBytes: number;
  /** What they moved into the old generation. */
  readonly promotedBytes: number;
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
  let [promotedBytes, youngBytes] = [0, 0];
  for (const { beforeGC, afterGC } of scavenges) {
    const old = (heap: typeof afterGC): number => usedBytes(heap.heapSpaceStatistics, 'old_space');
    promotedBytes += Math.max(0, old(afterGC) - old(beforeGC));
    youngBytes += usedBytes(afterGC.heapSpaceStatistics, 'new_space');
  }
  return { scavenges: scavenges.length, survivedBytes: promotedBytes + youngBytes, promotedBytes };
}

const usedBytes = (spaces: readonly HeapSpace[], name: string): number =>
  spaces.find(({ spaceName }) => spaceName === name)?.spaceUsedSize ?? 0;
