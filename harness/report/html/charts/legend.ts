import { html, type Markup } from '../markup.ts';

export interface LegendEntry {
  /** Of the line: the names of a chart are told apart by it. */
  readonly kind: string;
  readonly text: string;
}

/** The names of the lines of a chart, each with a piece of its line: colour alone would not tell them apart. */
export const renderLegend = (entries: readonly LegendEntry[]): Markup =>
  html`<ul class="legend">${entries.map(
    ({ kind, text }) =>
      html`<li><svg class="swatch" viewBox="0 0 28 8" aria-hidden="true"><path class="line ${kind}" d="M0 4H28"/></svg> ${text}</li>`,
  )}</ul>`;
