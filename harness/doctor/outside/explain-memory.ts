/** How much memory there was, and how much of it is what the findings are about. */
import type { DoctorReport, Finding } from '../findings.ts';
import type { ThreadSnapshot } from '../snapshot.ts';

type Explained = Pick<
  DoctorReport['memory'],
  'peakArrayBuffersBytes' | 'arrayBuffersAtEndBytes' | 'peakLiveArrayBuffersBytes' | 'explainedBytes'
>;

export function explainMemory(threads: readonly ThreadSnapshot[], all: readonly Finding[]): Explained {
  const each = threads.map((thread) => explainThread(thread, all));
  return {
    peakArrayBuffersBytes: sum(each.map(({ peakArrayBuffersBytes: bytes }) => bytes)),
    arrayBuffersAtEndBytes: sum(each.map(({ arrayBuffersAtEndBytes: bytes }) => bytes)),
    peakLiveArrayBuffersBytes: sum(each.map(({ peakLiveArrayBuffersBytes: bytes }) => bytes)),
    explainedBytes: sum(each.map(({ explainedBytes: bytes }) => bytes)),
  };
}

function explainThread(snapshot: ThreadSnapshot, all: readonly Finding[]): Explained {
  const {
    pid,
    thread,
    memory: { peak, now, overTime = [] },
  } = snapshot;
  const own = all.filter(({ process }) => process.pid === pid && process.thread === thread);
  const buffered = sum(own.map(({ peakBufferedBytes }) => peakBufferedBytes));
  // Each has its peak at another time.
  const queued = Math.min(buffered + bytesFromOtherThreads(snapshot, all), peak.bufferedBytes);
  const retained = sum(own.map((finding) => finding.retained?.bytes ?? 0));
  const readings = [...overTime, now, peak];
  const most = Math.max(...readings.map(({ arrayBuffersBytes }) => arrayBuffersBytes));
  // Node.js 26 counts what it reads a file into as external only.
  const external = Math.max(...readings.map(({ externalBytes }) => externalBytes));
  const last = [...overTime, now].findLast(({ isCollected }) => isCollected !== true) ?? now;
  // What was retained and is gone at the end looks like garbage there.
  const released = sum((snapshot.retained ?? []).map((site) => (site.released ? site.bytes : 0)));
  const live = Math.max(
    peak.liveArrayBuffersBytes,
    Math.min(Math.max(most, external), retained),
    Math.min(most, released),
  );
  return {
    peakArrayBuffersBytes: Math.max(most, live),
    arrayBuffersAtEndBytes: last.arrayBuffersBytes,
    peakLiveArrayBuffersBytes: live,
    explainedBytes: Math.min(live, queued + retained),
  };
}

/** What one thread writes to the stdio of another is then in a queue of that one. */
function bytesFromOtherThreads({ pid, sites }: ThreadSnapshot, all: readonly Finding[]): number {
  const isWritten = all.some(
    ({ process, streamClass }) => process.pid === pid && streamClass === 'WritableWorkerStdio',
  );
  if (!isWritten) return 0;
  const arrived = sites.filter(({ streamClass }) => streamClass === 'ReadableWorkerStdio');
  return sum(arrived.map(({ peakBufferedBytes }) => peakBufferedBytes));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
