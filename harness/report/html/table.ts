import { html, type Markup } from './markup.ts';

export interface Column {
  readonly head: string;
  /** Numbers are aligned to the right. */
  readonly isNumber?: boolean;
}

export type Cell = string | Markup | { readonly text: string | Markup; readonly value: number | undefined };

/** The first cell heads its row. */
export function renderTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${columns.map(({ head, isNumber }) => html`<th scope="col"${isNumber ? NUMBER : undefined}>${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    (cells) => html`<tr>${cells.map((cell, index) => renderCell(cell, columns[index], index === 0))}`,
  )}</tbody></table></div>`;
}

/**
 * A table of sentences: on a narrow screen each row is a list, and each cell named by its head. The roles say that it
 * still is a table.
 */
export function renderSentences(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | Markup)[])[],
): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="sentences" role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(({ head }) => html`<th scope="col" role="columnheader">${head}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (cells) =>
      html`<tr role="row">${cells.map((cell, index) =>
        index === 0
          ? html`<th scope="row" role="rowheader">${cell}`
          : html`<td role="cell" data-head="${columns[index]?.head ?? ''}">${cell}`,
      )}`,
  )}</tbody></table></div>`;
}

/** Exact for every count and size up to a terabyte, without the noise of floating point. */
const EXACT_DIGITS = 13;

const NUMBER = html` class="number"`;

/** A figure carries its exact value, for sorting and for a download. */
function renderCell(cell: Cell, column: Column | undefined, isHead: boolean): Markup {
  const isFigure = typeof cell === 'object' && 'value' in cell;
  const text = isFigure ? cell.text : cell;
  const value =
    isFigure && cell.value !== undefined
      ? html` data-n="${Number(cell.value.toPrecision(EXACT_DIGITS))}"`
      : undefined;
  // The style sheet aligns what has a value: with thousands of cells, a class for each would be a part of the page.
  const attributes = value ?? (column?.isNumber ? NUMBER : undefined);
  // HTML lets cells and rows end by what follows them: with thousands, their ends would be a tenth of the page.
  return isHead ? html`<th scope="row"${attributes}>${text}` : html`<td${attributes}>${text}`;
}
