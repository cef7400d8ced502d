import { html, type Markup } from './markup.ts';

export interface Column {
  readonly head: string;
  /** Numbers are aligned to the right. */
  readonly isNumber?: boolean;
}

export type Cell = string | Markup | { readonly text: string | Markup; readonly value: number | undefined };

/** Every cell is named by its head, so that a narrow screen can show a row as a list. The first cell heads its row. */
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
