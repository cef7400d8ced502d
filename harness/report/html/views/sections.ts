/** Which cases have a section of their own: a page of thousands would take a browser minutes to open. */
import { formatCount } from '../../../units.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import type { ShownCase } from '../page-parts.ts';
import { type CaseVerdict, judgeCase } from './case-figures.ts';

/** A page of so many is about 10 MB, if growth was judged. */
export const MAX_SECTIONS = 400;

const FIRST: readonly CaseVerdict[] = ['failed', 'linear', 'inconclusive'];

/** Where they are too many, those that failed or grow come before the others. */
export function chooseSections(cases: readonly ShownCase[]): readonly ShownCase[] {
  if (cases.length <= MAX_SECTIONS) return cases;
  const rank = ({ result }: ShownCase): number =>
    (FIRST.indexOf(judgeCase(result)) + FIRST.length + 1) % (FIRST.length + 1);
  const chosen = new Set([...cases].sort((one, other) => rank(one) - rank(other)).slice(0, MAX_SECTIONS));
  return cases.map((one) => (chosen.has(one) ? one : { ...one, hasSection: false }));
}

/** Nothing if every case has one. */
export function renderSectionsLeftOut(cases: readonly ShownCase[]): Markup {
  const shown = cases.filter(({ hasSection }) => hasSection).length;
  if (shown === cases.length) return NOTHING;
  return html`<p>${formatCount(shown)} of ${formatCount(cases.length)} cases have a section below: those that failed or grow come first. <code>tidemark report REPORT --case TEXT</code> shows those whose name contains the text.</p>`;
}
