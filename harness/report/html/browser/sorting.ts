import { figureOf, headsOf, rowsOf, textOf } from './cells.ts';
import { readState, writeState } from './state.ts';

/** Makes a button of each head of a table. The overview keeps its order in the address. */
export function makeSortable(table: HTMLTableElement): void {
  const isKept = table.closest('#overview') !== null;
  for (const [index, head] of headsOf(table).entries()) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    button.addEventListener('click', () => {
      const descending = head.getAttribute('aria-sort') === 'ascending';
      sort(table, index, descending);
      if (isKept) writeState({ sort: textOf(head), order: descending ? 'descending' : 'ascending' });
    });
    head.replaceChildren(button);
  }
  if (!isKept) return;
  const original = rowsOf(table);
  const restore = (): void => {
    const { sort: by, order } = readState();
    const index = headsOf(table).findIndex((head) => textOf(head) === by);
    if (index >= 0) sort(table, index, order === 'descending');
    else {
      table.tBodies[0]?.append(...original);
      for (const head of headsOf(table)) head.removeAttribute('aria-sort');
    }
  };
  restore();
  addEventListener('hashchange', restore);
}

/** What was not measured comes last in either order. */
function sort(table: HTMLTableElement, index: number, descending: boolean): void {
  const rows = rowsOf(table).sort((one, other) => {
    const [a, b] = [figureOf(one.cells[index]), figureOf(other.cells[index])];
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
    return descending ? -order : order;
  });
  table.tBodies[0]?.append(...rows);
  for (const [at, head] of headsOf(table).entries()) {
    if (at === index) head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  }
}
