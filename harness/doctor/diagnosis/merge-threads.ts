/** What one line does in several processes and worker threads, such as those of a cluster, is one finding. */
import type { Finding, RetainedBytes } from '../findings.ts';

/** Sorted, the worst first: of each line it is that one which tells the rest. */
export function mergeThreads(findings: readonly Finding[]): Finding[] {
  const byLine = new Map<string, Finding[]>();
  for (const [index, finding] of findings.entries()) {
    const { kind, site, process } = finding;
    const line = site === undefined ? index : `${site.file}:${site.line}`;
    const key = `${kind} ${line}`;
    const known = byLine.get(key);
    // A thread has several of one line only if they are different things.
    const isKnown = known?.some((one) => isSame(one.process, process));
    if (known === undefined || isKnown) byLine.set(isKnown ? `${key} ${index}` : key, [finding]);
    else known.push(finding);
  }
  return [...byLine.values()].map(merge);
}

function merge(findings: readonly Finding[]): Finding {
  const [worst, ...others] = findings as readonly [Finding, ...Finding[]];
  if (others.length === 0) return worst;
  const sum = (read: (finding: Finding) => number | undefined): number =>
    findings.reduce((total, finding) => total + (read(finding) ?? 0), 0);
  return {
    ...worst,
    streams: sum(({ streams }) => streams),
    peakBufferedBytes: sum(({ peakBufferedBytes }) => peakBufferedBytes),
    ...(worst.peakBufferedChunks !== undefined && {
      peakBufferedChunks: sum(({ peakBufferedChunks }) => peakBufferedChunks),
    }),
    bufferedAtExitBytes: sum(({ bufferedAtExitBytes }) => bufferedAtExitBytes),
    afterFalse: sum(({ afterFalse }) => afterFalse),
    drains: sum(({ drains }) => drains),
    fullForMs: Math.max(...findings.map(({ fullForMs }) => fullForMs)),
    ...(worst.retained !== undefined && { retained: addRetained(worst.retained, others) }),
    otherProcesses: others.map(({ process }) => process),
    // It has figures of its own.
    ...(worst.kind === 'never-closed' && { missing: `in the worst of them, ${worst.missing}` }),
  };
}

function addRetained(worst: RetainedBytes, others: readonly Finding[]): RetainedBytes {
  const all = [worst, ...others.flatMap(({ retained }) => retained ?? [])];
  return {
    ...worst,
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    // They are independent.
    errorBytes: Math.round(Math.hypot(...all.map(({ errorBytes }) => errorBytes))),
    samples: all.reduce((sum, { samples }) => sum + samples, 0),
  };
}

const isSame = (one: Finding['process'], other: Finding['process']): boolean =>
  one.pid === other.pid && one.thread === other.thread;
