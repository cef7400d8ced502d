/** A pull-request comment or a job summary. */
import type { DoctorReport, Finding } from '../../doctor/findings.ts';
import { codeCell, escapeMarkdown } from '../markdown/markdown-text.ts';
import { fitSections, fold } from '../markdown/sections.ts';
import { cutText } from '../text/cut-text.ts';
import { describeMemory } from '../text/doctor/explained-memory.ts';
import { describeCounts, describeEvidence, describeSite, describeTitle } from '../text/doctor-sentences.ts';

/** A comment has at most 65,536 characters. */
const COMMENT_MAX_BYTES = 60_000;

/** Ends without a newline. */
export function renderDoctorMarkdown(
  report: DoctorReport,
  folder: string,
  maxBytes = COMMENT_MAX_BYTES,
): string {
  const { findings, notCovered } = report;
  const memory = describeMemory(report);
  const head = [
    '## tidemark doctor',
    escapeMarkdown(describeCounts(report)),
    ...(memory === undefined ? [] : [escapeMarkdown(memory)]),
  ].join('\n\n');
  const table = {
    open: '| | site | finding | calls | buffered |\n| --- | --- | --- | --- | --- |',
    rows: findings.map((finding) => renderRow(finding, folder)),
    close: '',
  };
  const uncovered = fold(
    `${notCovered.length} not covered`,
    notCovered.map((reason) => `- ${escapeMarkdown(cutText(reason))}`),
  );
  return fitSections(
    head,
    [table, uncovered].filter(({ rows }) => rows.length > 0),
    maxBytes,
  );
}

function renderRow(finding: Finding, folder: string): string {
  const evidence = describeEvidence(finding);
  const [calls = '', ...rest] = finding.kind === 'retained-buffers' ? ['', ...evidence] : evidence;
  const cells = [
    finding.level,
    codeCell(cutText(describeSite(finding.site, folder))),
    escapeMarkdown(cutText(`${describeTitle(finding)}: ${finding.missing}`)),
    escapeMarkdown(calls),
    escapeMarkdown(rest.join('; ')),
  ];
  return `| ${cells.join(' | ')} |`;
}
