/** The sections of a Markdown summary, and how many of them fit. */

export interface Section {
  readonly open: string;
  readonly rows: readonly string[];
  readonly close: string;
}

/** A section that is collapsed until the reader opens it, if it is longer than `shownRows`. */
export const fold = (title: string, rows: readonly string[], head = '', shownRows = 0): Section => ({
  open: `<details${rows.length <= shownRows ? ' open' : ''}><summary>${title}</summary>\n${head === '' ? '' : `\n${head}`}`,
  rows,
  close: '\n</details>',
});

/** Each section gets the room that those before it did not use. */
export function fitSections(head: string, sections: readonly Section[], maxBytes: number): string {
  let text = head;
  for (const section of sections) {
    const roomBytes = maxBytes - Buffer.byteLength(text) - SEPARATOR.length;
    const fitted = fitSection(section, roomBytes);
    if (fitted !== undefined) text += SEPARATOR + fitted;
  }
  return text;
}

const SEPARATOR = '\n\n';

/** Undefined if no row fits. */
function fitSection({ open, rows, close }: Section, roomBytes: number): string | undefined {
  const more = (count: number): string => (count === 0 ? '' : `\n\n… and ${count} more`);
  let remainingBytes = roomBytes - Buffer.byteLength(`${open}${more(rows.length)}${close}`);
  let count = 0;
  for (const row of rows) {
    remainingBytes -= Buffer.byteLength(`\n${row}`);
    if (remainingBytes < 0) break;
    count += 1;
  }
  if (count === 0) return undefined;
  return `${[open, ...rows.slice(0, count)].join('\n')}${more(rows.length - count)}${close}`;
}
