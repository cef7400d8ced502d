/** Whether what one line buffers grows without a bound. */
import type { FindingLevel } from '../findings.ts';
import type { SiteSnapshot } from '../snapshot.ts';

const SMALL_BYTES = 128 * 1024;
const SMALL_CHUNKS = 256;
/** Of the highWaterMark. */
const ALARM_MULTIPLE = 16;
/** So many times filled and drained again show whether each time it is more. */
const ENOUGH_TIMES = 3;
const SAME = 1.5;

/** Undefined if it is not worth a word. */
export function judgeBacklog(site: SiteSnapshot): FindingLevel | undefined {
  const { peakBufferedBytes, peakBufferedChunks, highWaterMarkBytes, frames } = site;
  const isSmall = peakBufferedBytes < SMALL_BYTES && peakBufferedChunks < SMALL_CHUNKS;
  if (isSmall || frames.length === 0) return undefined;
  if (isBoundedByBatch(site)) return undefined;
  const multiple =
    highWaterMarkBytes === undefined || highWaterMarkBytes === 0
      ? Number.POSITIVE_INFINITY
      : peakBufferedBytes / highWaterMarkBytes;
  return multiple >= ALARM_MULTIPLE ? 'alarm' : 'note';
}

/** Filled and drained several times, each time to about the same. */
function isBoundedByBatch({ filled: { times, peaks } }: SiteSnapshot): boolean {
  if (times < ENOUGH_TIMES) return false;
  const half = Math.ceil(peaks.length / 2);
  return Math.max(...peaks.slice(half)) <= SAME * Math.max(...peaks.slice(0, half));
}
