/** The page of what the doctor found. Pure. */
import { basename } from 'node:path';
import type { DoctorReport, DoctorSite } from '../../../doctor/findings.ts';
import { formatBytes } from '../../../units.ts';
import { describeMemory } from '../../text/doctor/explained-memory.ts';
import { describeCounts } from '../../text/doctor-sentences.ts';
import { type PageAssets, renderFrame } from '../frame.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { renderTable } from '../table.ts';
import { renderFindings, type SourceLine } from './finding-sections.ts';
import { renderMemoryOverTime } from './memory-over-time.ts';

export interface DoctorPageParts {
  readonly report: DoctorReport;
  /** Of this tidemark. */
  readonly version: string;
  /** Paths below it are shown relative to it. */
  readonly folder: string;
  readonly readSource: (site: DoctorSite) => readonly SourceLine[];
  readonly assets: PageAssets;
}

export function renderDoctorPage({ report, version, folder, readSource, assets }: DoctorPageParts): string {
  const [program = '', ...words] = report.command;
  const command = [basename(program), ...words].join(' ');
  return renderFrame({
    title: `doctor: ${command}`,
    heading: `doctor: ${command.slice(0, MAX_COMMAND)}`,
    version,
    source: 'the doctor.json beside it',
    main: [
      renderVerdict(report),
      renderMemoryOverTime(report.memory.overTime),
      renderFindings(report.findings, { folder, readSource }),
      renderNotCovered(report),
      renderProgram(report),
    ],
    assets,
  });
}

/** A script of -e can be of any length. */
const MAX_COMMAND = 200;

function renderVerdict(report: DoctorReport): Markup {
  const isAlarm = report.findings.some(({ level }) => level === 'alarm');
  const explained = describeMemory(report);
  return html`<p class="verdict ${isAlarm ? 'is-failed' : 'is-passed'}"><strong>${describeCounts(report)}</strong></p>
${explained === undefined ? NOTHING : html`<p>${explained}</p>`}`;
}

function renderNotCovered({ notCovered }: DoctorReport): Markup {
  if (notCovered.length === 0) return NOTHING;
  return html`<aside class="banner" aria-label="Not covered"><p>Not covered:</p><ul>${notCovered.map((reason) => html`<li>${reason}</li>`)}</ul></aside>`;
}

function renderProgram({ command, exit, nodeVersion, memory }: DoctorReport): Markup {
  const { code, signal, reason } = exit;
  const ended = reason ?? (signal === null ? `with code ${code}` : `by ${signal}`);
  const rows = [
    ['command', command.join(' ')],
    ['ended', ended],
    ['Node', nodeVersion],
    ['peak arrayBuffers', formatBytes(memory.peakArrayBuffersBytes)],
    ['peak live arrayBuffers', formatBytes(memory.peakLiveArrayBuffersBytes)],
    ['explained by findings', formatBytes(memory.explainedBytes)],
    ['arrayBuffers at the end', formatBytes(memory.arrayBuffersAtEndBytes)],
    ['peak RSS', formatBytes(memory.peakRssBytes)],
  ];
  return html`<section id="program"><h2>The program</h2>${renderTable('The program', [{ head: 'property' }, { head: 'value' }], rows)}</section>`;
}
