import { rowsOf, textOf } from './cells.ts';
import { readState, type State, writeState } from './state.ts';

/** Adds the fields that filter the cases, above their table. */
export function makeFilters(overview: HTMLElement): void {
  const table = overview.querySelector('table');
  if (table === null) return;
  const rows = rowsOf(table);
  const verdicts = listDistinct(rows.map((row) => textOf(row.cells[1])));
  const tags = listDistinct(rows.flatMap(tagsOf));
  const count = document.createElement('output');
  const show = (): void => {
    const state = readState();
    const shown = rows.filter((row) => {
      const isShown = matches(row, state);
      row.hidden = !isShown;
      const section = document.getElementById(anchorOf(row));
      if (section !== null) section.hidden = !isShown;
      return isShown;
    });
    count.textContent = `${shown.length} of ${rows.length} cases`;
  };
  const text = makeField('Filter cases', document.createElement('input'), 'text', show);
  const verdict = makeField('Verdict', makeChoice(['', ...verdicts], 'all'), 'verdict', show);
  const bar = document.createElement('form');
  bar.className = 'filters';
  bar.addEventListener('submit', (event) => event.preventDefault());
  const tag = makeField('Tag', makeChoice(['', ...tags], 'all'), 'tag', show);
  const fields = [text, verdict, ...(tags.length > 0 ? [tag] : [])];
  bar.append(...fields.map(({ label }) => label), count);
  table.closest('.scroll')?.before(bar);
  const restore = (): void => {
    const state = readState();
    for (const { field, name } of fields) field.value = state[name];
    show();
  };
  restore();
  addEventListener('hashchange', restore);
  addEventListener('keydown', (event) => {
    if (isCommand(event, '/')) {
      event.preventDefault();
      text.field.focus();
    } else if (event.key === 'Escape' && event.target === text.field) {
      writeState({ text: '' });
      restore();
    }
  });
}

/** A key without a modifier, while nothing is typed. */
const isCommand = (event: KeyboardEvent, key: string): boolean =>
  event.key === key &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  !(event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement);

function matches(row: HTMLTableRowElement, { text, verdict, tag }: State): boolean {
  return (
    words(textOf(row)).includes(words(text)) &&
    (verdict === '' || textOf(row.cells[1]) === verdict) &&
    (tag === '' || tagsOf(row).includes(tag))
  );
}

const tagsOf = (row: HTMLTableRowElement): string[] =>
  [...row.querySelectorAll('.tag')].map((one) => one.textContent ?? '');

const listDistinct = (values: readonly string[]): string[] => [...new Set(values)].sort();

const words = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

const anchorOf = (row: HTMLTableRowElement): string =>
  row.querySelector('a')?.getAttribute('href')?.slice(1) ?? '';

interface Field {
  readonly label: HTMLLabelElement;
  readonly field: HTMLInputElement | HTMLSelectElement;
  readonly name: 'text' | 'verdict' | 'tag';
}

function makeField(
  title: string,
  field: HTMLInputElement | HTMLSelectElement,
  name: Field['name'],
  show: () => void,
): Field {
  const label = document.createElement('label');
  label.append(`${title} `, field);
  if (field instanceof HTMLInputElement) field.type = 'search';
  field.addEventListener('input', () => {
    writeState({ [name]: field.value });
    show();
  });
  return { label, field, name };
}

function makeChoice(values: readonly string[], all: string): HTMLSelectElement {
  const choice = document.createElement('select');
  for (const value of values) choice.append(new Option(value === '' ? all : value, value));
  return choice;
}
