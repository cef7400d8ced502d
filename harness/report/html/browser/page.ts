/** Runs in the page, and only adds to it: without it, everything can still be read. */
import { addDownloads } from './downloads.ts';
import { makeFilters } from './filters.ts';
import { followLive } from './live.ts';
import { openTarget } from './open-target.ts';
import { makeChartsInteractive } from './plots/interactive-chart.ts';
import { makeSortable } from './sorting.ts';

const overview = document.querySelector<HTMLElement>('#overview');
if (overview !== null) makeFilters(overview);
for (const table of document.querySelectorAll('table')) {
  const details = table.closest('details');
  if (details === null) enhance(table);
  // A page has hundreds of tables that are never opened.
  else details.addEventListener('toggle', () => enhance(table), { once: true });
}
openTarget();
followLive();
makeChartsInteractive();

function enhance(table: HTMLTableElement): void {
  makeSortable(table);
  addDownloads(table);
}
