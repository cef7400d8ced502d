import { figureOf, headsOf, rowsOf, textOf } from './cells.ts';

/** A figure that was not measured is absent: empty in CSV, and no member in JSON. */
type Row = readonly (string | number | undefined)[];

/** Adds two buttons below a table: what it has as CSV, and as JSON, with exact values. */
export function addDownloads(table: HTMLTableElement): void {
  const name = textOf(table.caption ?? undefined);
  const bar = document.createElement('p');
  bar.className = 'downloads';
  bar.append(
    makeButton('CSV', name, () => save(name, 'csv', renderCsv(readTable(table)))),
    makeButton('JSON', name, () => save(name, 'json', renderJson(readTable(table)))),
  );
  table.closest('.scroll')?.after(bar);
}

function makeButton(kind: string, name: string, act: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = kind;
  button.setAttribute('aria-label', `${kind} of ${name}`);
  button.addEventListener('click', act);
  return button;
}

interface Read {
  readonly heads: readonly string[];
  readonly rows: readonly Row[];
}

/** The rows that are shown. */
const readTable = (table: HTMLTableElement): Read => ({
  heads: headsOf(table).map((head) => textOf(head)),
  rows: rowsOf(table)
    .filter((row) => !row.hidden)
    .map((row) => [...row.cells].map(readCell)),
});

/** What the tables show in the place of a figure. */
const MISSING = '–';

function readCell(cell: Element): string | number | undefined {
  const figure = figureOf(cell);
  return figure === MISSING ? undefined : figure;
}

const renderJson = ({ heads, rows }: Read): string =>
  JSON.stringify(
    rows.map((row) => Object.fromEntries(heads.map((head, index) => [head, row[index]]))),
    null,
    2,
  );

const renderCsv = ({ heads, rows }: Read): string =>
  [heads, ...rows].map((row) => `${row.map(renderCell).join(',')}\r\n`).join('');

/** RFC 4180; and no text begins a formula in a spreadsheet. */
function renderCell(cell: string | number | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[\s\p{C}]*[=+\-@＝＋－＠]|^\t/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function save(name: string, ending: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(
    new Blob([text], { type: ending === 'csv' ? 'text/csv' : 'application/json' }),
  );
  link.download = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
