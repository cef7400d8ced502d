import type { MemoryOverTime } from '../../../doctor/findings.ts';
import { formatBytes, formatDuration } from '../../../units.ts';

/** As many values as a line has room for. */
const MAX_VALUES = 5;

type Value = 'arrayBuffersBytes' | 'heapUsedBytes' | 'rssBytes';

/** `arrayBuffers over 3.2 s: 2 MiB → 31 MiB → 64 MiB`, and the same of heap and RSS. */
export function describeMemoryCourse({ readings, isCollected }: MemoryOverTime): string[] {
  const spanMs = readings.at(-1)?.afterMs ?? 0;
  const chosen = Array.from({ length: MAX_VALUES }, (_, step) => {
    const atMs = (step * spanMs) / (MAX_VALUES - 1);
    return readings.findLast(({ afterMs }) => afterMs <= atMs);
  }).filter((reading, index, all) => reading !== undefined && reading !== all[index - 1]);
  const courseOf = (value: Value): string =>
    chosen.map((reading) => formatBytes(reading?.[value] ?? 0)).join(' → ');
  return [
    `arrayBuffers over ${formatDuration(spanMs)}${isCollected ? ', after collections' : ''}: ${courseOf('arrayBuffersBytes')}`,
    `heap: ${courseOf('heapUsedBytes')}`,
    `RSS: ${courseOf('rssBytes')}`,
  ];
}
