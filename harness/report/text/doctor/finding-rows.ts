/** The evidence of a finding, row by row: the same for every format. */
import type { Finding } from '../../../doctor/findings.ts';
import { formatCount } from '../../../units.ts';
import { describeEvidence, describeSite, describeSlope } from '../doctor-sentences.ts';
import { quoteLine } from '../terminal-text.ts';

type Row = readonly [name: string, text: string];

/** Paths below `folder` are shown relative to it. */
export function listRows(finding: Finding, folder: string): Row[] {
  const { kind, created, missing, through } = finding;
  const evidence = describeEvidence(finding);
  const names = kind === 'retained-buffers' ? ['retained', 'pinned'] : ['calls', 'buffered', 'pinned'];
  const slope = describeSlope(finding);
  return [
    ['missing', quoteLine(missing)],
    ...evidence.map((text, index): Row => [names[index] ?? '', text]),
    ...(slope === undefined ? [] : [['growth', slope] as const]),
    ...(created === undefined || kind === 'never-closed'
      ? []
      : [['created', describeSite(created, folder)] as const]),
    ...(through.length === 0 ? [] : [['through', quoteLine(through.join(', '))] as const]),
    ['process', describeProcess(finding)],
  ];
}

/** More are counted. */
const MAX_PROCESSES = 4;

function describeProcess({ process, otherProcesses = [] }: Finding): string {
  const all = [process, ...otherProcesses].map(({ pid, thread }) =>
    thread === 0 ? String(pid) : `${pid}, worker thread ${thread}`,
  );
  const left = all.length - MAX_PROCESSES;
  return [...all.slice(0, MAX_PROCESSES), ...(left > 0 ? [`${formatCount(left)} more`] : [])].join('; ');
}
