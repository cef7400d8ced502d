/** Renders what the doctor found. */
import type { DoctorReport, DoctorSite, Finding } from '../../doctor/findings.ts';
import { describeMemory } from '../text/doctor/explained-memory.ts';
import { listRows } from '../text/doctor/finding-rows.ts';
import { describeMemoryCourse } from '../text/doctor/memory-course.ts';
import { describeCounts, describeSite, describeTitle } from '../text/doctor-sentences.ts';
import { showRightForm } from '../text/right-form.ts';
import { escapeControls, quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import type { TerminalStyle } from './scenario-report.ts';

interface SourceLine {
  readonly line: number;
  readonly text: string;
  readonly isSite: boolean;
}

export interface DoctorStyle extends TerminalStyle {
  /** Paths below it are shown relative to it. */
  readonly folder: string;
  /** The line of a site between its neighbours. */
  readonly readSource: (site: DoctorSite) => readonly SourceLine[];
  /** The program still runs. */
  readonly isInterim?: boolean;
}

/** Ends without a newline. One line if nothing is wrong and everything was seen. */
export function renderDoctorReport(report: DoctorReport, style: DoctorStyle): string {
  const { findings, notCovered } = report;
  const { colors, width, isInterim = false } = style;
  const name = `tidemark doctor${isInterim ? ', so far' : ''}:`;
  const head = wrapText(`${colors.bold(name)} ${describeCounts(report)}`, width, '  ');
  const uncovered = notCovered
    .map((reason) => wrapText(`! not covered: ${quoteLine(reason)}`, width, '  '))
    .join('\n');
  const explained = describeMemory(report);
  const { overTime } = report.memory;
  const memory =
    explained === undefined
      ? []
      : [explained, ...(overTime === undefined ? [] : describeMemoryCourse(overTime))].map((text) =>
          wrapText(text, width, '  '),
        );
  if (findings.length === 0) return [head, ...memory, uncovered].filter((part) => part !== '').join('\n');
  return [
    [head, ...memory].join('\n'),
    ...findings.map((finding) => renderFinding(finding, style)),
    uncovered,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** One of them alone. */
export function renderFinding(finding: Finding, style: DoctorStyle): string {
  const { colors, width, folder } = style;
  const level = finding.level === 'alarm' ? colors.red('ALARM') : colors.yellow('note');
  return [
    wrapText(`${level}  ${describeTitle(finding)}`, width, '  '),
    wrapText(`  at ${describeSite(finding.site, folder)}`, width, '     '),
    ...renderSource(finding, style),
    ...listRows(finding, folder).map(([name, text]) =>
      wrapText(`  ${name.padEnd(9)} ${text}`, width, ' '.repeat(12)),
    ),
    `  ${colors.dim('a right form:')}`,
    ...showRightForm(finding).map((line) => `    ${line}`),
  ].join('\n');
}

function renderSource({ site }: Finding, { readSource, width, colors }: DoctorStyle): string[] {
  const lines = site === undefined ? [] : readSource(site);
  const digits = String(lines.at(-1)?.line ?? 0).length;
  const indent = Math.min(
    ...lines.filter(({ text }) => text.trim() !== '').map(({ text }) => indentOf(text)),
  );
  return lines.map(({ line, text, isSite }) => {
    const head = `  ${isSite ? '>' : ' '} ${String(line).padStart(digits)} | `;
    const roomColumns = width - head.length;
    const column = isSite && site !== undefined ? site.column - 1 : 0;
    // Of a long line, what is around the call.
    const from =
      column < roomColumns ? Math.min(indent, indentOf(text)) : column - Math.floor(roomColumns / 2);
    const source = escapeControls(text.slice(from).replaceAll('\t', '  '));
    const shown = cut(`${head}${from > indent ? '…' : ''}${source}`, width);
    return isSite ? colors.bold(shown) : colors.dim(shown);
  });
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

const cut = (line: string, width: number): string =>
  line.length <= width ? line : `${line.slice(0, width - 1)}…`;
