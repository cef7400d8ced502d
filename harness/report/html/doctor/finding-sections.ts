/** Each finding: its line between its neighbours, its evidence, and what a right form looks like. */
import type { DoctorSite, Finding } from '../../../doctor/findings.ts';
import { listRows } from '../../text/doctor/finding-rows.ts';
import { describeSite, describeTitle } from '../../text/doctor-sentences.ts';
import { showRightForm } from '../../text/right-form.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { renderTable } from '../table.ts';

export interface SourceLine {
  readonly line: number;
  readonly text: string;
  readonly isSite: boolean;
}

interface Shown {
  readonly folder: string;
  readonly readSource: (site: DoctorSite) => readonly SourceLine[];
}

export const renderFindings = (findings: readonly Finding[], shown: Shown): Markup =>
  html`${findings.map((finding, index) => renderFinding(finding, index + 1, shown))}`;

function renderFinding(finding: Finding, number: number, { folder, readSource }: Shown): Markup {
  const { level, site } = finding;
  const anchor = `finding-${number}`;
  const title = describeTitle(finding);
  return html`<section class="case" id="${anchor}">
<h2><span class="is-${level === 'alarm' ? 'failed' : 'warning'}">${level}</span> ${title} <a class="anchor" href="#${anchor}" aria-label="Link to this finding">#</a></h2>
<p>at <code>${describeSite(site, folder)}</code></p>
${site === undefined ? NOTHING : renderSource(readSource(site))}
${renderTable(`Evidence of finding ${number}`, [{ head: 'evidence' }, { head: 'what was seen' }], listRows(finding, folder))}
<p>A right form:</p><pre tabindex="0" aria-label="A right form of finding ${number}">${showRightForm(finding).map(renderLine)}</pre></section>
`;
}

function renderSource(lines: readonly SourceLine[]): Markup {
  if (lines.length === 0) return NOTHING;
  const digits = String(lines.at(-1)?.line ?? 0).length;
  return html`<pre class="source" tabindex="0" aria-label="The line and its neighbours">${lines.map(
    ({ line, text, isSite }) => {
      const shown = `${isSite ? '>' : ' '} ${String(line).padStart(digits)} | ${cutLine(text)}`;
      return isSite ? html`<strong>${renderLine(shown)}</strong>` : renderLine(shown);
    },
  )}</pre>`;
}

const renderLine = (line: string): Markup => html`${line}
`;

/** A bundle can have all of its code in one. */
const MAX_LENGTH = 400;

const cutLine = (text: string): string => {
  const spaced = text.replaceAll('\t', '  ');
  return spaced.length <= MAX_LENGTH ? spaced : `${spaced.slice(0, MAX_LENGTH)}…`;
};
