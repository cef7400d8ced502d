/** Which cases have a section of their own: a page of thousands would take a browser minutes to open. */
import { formatCount } from '../../../units.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import type { ShownCase } from '../page-parts.ts';
import { type CaseVerdict, judgeCase } from './case-figures.ts';

/** A page of so many is about 10 MB, if growth was judged. */
export const MAX_SECTIONS = 400;

const FIRST: readonly CaseVerdict[] = ['failed', 'linear', 'inconclusive'];

/** Where they are too many, those that failed or grow come before the others. */
export const chooseSections = (cases: readonly ShownCase[]): readonly ShownCase[] =>
  limitSections(
    cases,
    ({ result }) => (FIRST.indexOf(judgeCase(result)) + FIRST.length + 1) % (FIRST.length + 1),
  );

/** Those of the lowest rank keep their sections; all of them keep their order. */
export function limitSections<Case extends { readonly hasSection: boolean }>(
  cases: readonly Case[],
  rank: (one: Case) => number,
): readonly Case[] {
  if (cases.length <= MAX_SECTIONS) return cases;
  const chosen = new Set([...cases].sort((one, other) => rank(one) - rank(other)).slice(0, MAX_SECTIONS));
  return cases.map((one) => (chosen.has(one) ? one : { ...one, hasSection: false }));
}

/** Nothing if every case has one. */
export function renderSectionsLeftOut(
  cases: readonly { readonly hasSection: boolean }[],
  words: { readonly first: string; readonly others: Markup },
): Markup {
  const shown = cases.filter(({ hasSection }) => hasSection).length;
  if (shown === cases.length) return NOTHING;
  return html`<p>${formatCount(shown)} of ${formatCount(cases.length)} cases have a section below: those that ${words.first} come first. ${words.others}</p>`;
}
