import { diagnose } from '../diagnosis/diagnose.ts';
import type { DoctorReport, Finding } from '../findings.ts';
import type { ThreadSnapshot } from '../snapshot.ts';
import { type IgnoreRule, isIgnored } from './ignore-rules.ts';
import { listUncovered, type Observed } from './list-uncovered.ts';
import { describeMemoryOverTime } from './memory-over-time.ts';
import { readPackageRules } from './package-rules.ts';

export interface Examined extends Observed {
  readonly command: readonly string[];
  readonly exit: DoctorReport['exit'];
  /** Of all processes together, seen from outside. */
  readonly peakRssBytes: number;
  readonly rules: readonly IgnoreRule[];
}

export function makeDoctorReport(examined: Examined): DoctorReport {
  const { command, exit, threads, rules } = examined;
  const found = diagnose(threads);
  const findings = found.filter((finding) => !isIgnored(finding, [...rules, ...readPackageRules(finding)]));
  const overTime = describeMemoryOverTime(threads);
  const ignored = found.length - findings.length;
  return {
    schemaVersion: 1,
    command,
    exit,
    nodeVersion: threads[0]?.nodeVersion ?? process.version,
    memory: {
      peakLiveArrayBuffersBytes: sum(threads.map(({ memory }) => memory.peak.liveArrayBuffersBytes)),
      // What is known and tolerated is explained as well.
      explainedBytes: sum(threads.map((thread) => explain(thread, found))),
      peakRssBytes: Math.max(examined.peakRssBytes, ...threads.map(peakRssOf)),
      ...(overTime !== undefined && { overTime }),
    },
    findings,
    ...(ignored > 0 && { ignored }),
    notCovered: listUncovered(examined),
  };
}

/** How much of the ArrayBuffers of a thread, when they were most, is what the findings are about. */
function explain(snapshot: ThreadSnapshot, all: readonly Finding[]): number {
  const {
    pid,
    thread,
    memory: { peak },
  } = snapshot;
  const own = all.filter(({ process }) => process.pid === pid && process.thread === thread);
  const buffered = sum(own.map(({ peakBufferedBytes }) => peakBufferedBytes));
  // Each has its peak at another time.
  const queued = Math.min(buffered + bytesFromOtherThreads(snapshot, all), peak.bufferedBytes);
  const retained = sum(own.map((finding) => finding.retained?.bytes ?? 0));
  return Math.min(peak.liveArrayBuffersBytes, queued + retained);
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

const peakRssOf = ({ memory: { now, peak } }: ThreadSnapshot): number =>
  Math.max(now.rssBytes, peak.rssBytes);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
