/** An annotation at the line of each finding, as GitHub Actions reads it in the log. */
import type { DoctorReport, Finding } from '../../doctor/findings.ts';
import { describeEvidence, describeTitle, shortenPath } from '../text/doctor-sentences.ts';
import { escapeData, escapeProperty, MAX_ANNOTATIONS } from './github.ts';

const LEVELS: Readonly<Record<Finding['level'], string>> = { alarm: 'error', note: 'notice' };

/** Empty if there is no finding. */
export function renderDoctorGithub({ findings }: DoctorReport, folder: string): string {
  const shown = findings.length > MAX_ANNOTATIONS ? findings.slice(0, MAX_ANNOTATIONS - 1) : findings;
  const remaining = findings.length - shown.length;
  return [
    ...shown.map((finding) => renderAnnotation(finding, folder)),
    ...(remaining === 0 ? [] : [`::notice title=tidemark doctor::and ${remaining} more: see the text above`]),
  ].join('\n');
}

function renderAnnotation(finding: Finding, folder: string): string {
  const { site, level, missing } = finding;
  const properties = [
    ...(site === undefined
      ? []
      : [
          `file=${escapeProperty(shortenPath(site.file, folder))}`,
          `line=${site.line}`,
          `col=${site.column}`,
        ]),
    `title=${escapeProperty(describeTitle(finding))}`,
  ].join(',');
  const message = [missing, ...describeEvidence(finding)].join('; ');
  return `::${LEVELS[level]} ${properties}::${escapeData(message)}`;
}
