/** What a cell of a table says: its exact value where it has one. */
export const textOf = (cell: Element | undefined): string => cell?.textContent?.trim() ?? '';

export function figureOf(cell: Element | undefined): number | string {
  const value = cell instanceof HTMLElement ? cell.dataset.n : undefined;
  return value === undefined ? textOf(cell) : Number(value);
}

export const rowsOf = (table: HTMLTableElement): HTMLTableRowElement[] => [...(table.tBodies[0]?.rows ?? [])];

export const headsOf = (table: HTMLTableElement): HTMLTableCellElement[] => [
  ...(table.tHead?.rows[0]?.cells ?? []),
];
