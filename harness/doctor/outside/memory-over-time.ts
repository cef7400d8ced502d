import type { MemoryOverTime } from '../findings.ts';
import type { DoctorReading, ThreadSnapshot } from '../snapshot.ts';

/** Fewer do not show how memory went. */
const MIN_READINGS = 3;

/** Of the thread that had most: each thread has a clock of its own. */
export function describeMemoryOverTime(threads: readonly ThreadSnapshot[]): MemoryOverTime | undefined {
  const [most] = threads.toSorted(
    (a, b) => b.memory.peak.arrayBuffersBytes - a.memory.peak.arrayBuffersBytes,
  );
  const all = most?.memory.overTime ?? [];
  // With and without garbage cannot be compared.
  const collected = all.filter(({ isCollected }) => isCollected);
  const isCollected = collected.length >= MIN_READINGS;
  const readings = isCollected ? collected : all;
  if (most === undefined || readings.length < MIN_READINGS) return undefined;
  const startMs = readings[0]?.atMs ?? 0;
  return {
    process: { pid: most.pid, thread: most.thread },
    isCollected,
    readings: readings.map(({ atMs, ...reading }) => ({
      afterMs: Math.round(atMs - startMs),
      ...pickMemory(reading),
    })),
  };
}

const pickMemory = ({
  arrayBuffersBytes,
  heapUsedBytes,
  rssBytes,
  bufferedBytes,
}: Omit<DoctorReading, 'atMs'>): Omit<MemoryOverTime['readings'][number], 'afterMs'> => ({
  arrayBuffersBytes,
  heapUsedBytes,
  rssBytes,
  bufferedBytes,
});
