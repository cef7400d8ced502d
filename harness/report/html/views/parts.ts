/** What a page is made of between its verdict and its cases, each part with a link to it above all. */
import { html, type Markup, NOTHING } from '../markup.ts';

export interface PagePart {
  /** Of its section. */
  readonly id: string;
  /** As its heading says it, or shorter. */
  readonly name: string;
  /** Undefined or empty where the report has nothing for it. */
  readonly markup: Markup | undefined;
}

/** A page without cases is short. */
const MIN_CASES = 2;

/** The overview alone can be as long as many screens: what is below it would not be looked for. */
export function renderLinks(parts: readonly PagePart[], caseCount: number): Markup {
  const shown = parts.filter(({ markup = NOTHING }) => markup.html !== '');
  if (caseCount < MIN_CASES) return NOTHING;
  return html`<nav aria-label="Parts of this page">${shown.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}</nav>`;
}
