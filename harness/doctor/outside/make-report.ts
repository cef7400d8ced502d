import { diagnose } from '../diagnosis/diagnose.ts';
import { mergeThreads } from '../diagnosis/merge-threads.ts';
import type { DoctorReport, Finding } from '../findings.ts';
import type { ThreadSnapshot } from '../snapshot.ts';
import { explainMemory } from './explain-memory.ts';
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
  const isKnown = (finding: Finding): boolean => isIgnored(finding, [...rules, ...readPackageRules(finding)]);
  const ignored = mergeThreads(found.filter(isKnown));
  const overTime = describeMemoryOverTime(threads);
  return {
    schemaVersion: 1,
    command,
    exit,
    nodeVersion: threads[0]?.nodeVersion ?? process.version,
    memory: {
      // What is known and tolerated is explained as well.
      ...explainMemory(threads, found),
      peakRssBytes: Math.max(examined.peakRssBytes, ...threads.map(peakRssOf)),
      ...(overTime !== undefined && { overTime }),
    },
    findings: mergeThreads(found.filter((finding) => !isKnown(finding))),
    ...(ignored.length > 0 && { ignored: ignored.length }),
    notCovered: listUncovered(examined),
  };
}

const peakRssOf = ({ memory: { now, peak } }: ThreadSnapshot): number =>
  Math.max(now.rssBytes, peak.rssBytes);
