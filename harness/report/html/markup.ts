/** HTML from text: whatever a report says is shown as text, and only this file makes markup of a string. */
import { quoteLine } from '../text/terminal-text.ts';

/** Markup that is complete and safe. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

type Part = Markup | string | number | readonly Part[] | undefined;

/** A template whose values are escaped, unless they are markup. A list is joined, and undefined is empty. */
export function html(template: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const [first = '', ...rest] = template;
  return new Markup(rest.reduce((done, text, index) => done + render(values[index]) + text, first));
}

export const NOTHING = new Markup('');

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.html;
  if (Array.isArray(part)) return part.map(render).join('');
  return escapeText(String(part));
}

/** For text and for values of attributes in quotes. Control characters and lone surrogates become visible. */
const escapeText = (text: string): string =>
  quoteLine(text.replace(LONE_SURROGATES, '\ufffd')).replace(
    /[&<>"'`]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );

/** A file of UTF-8 has none. */
const LONE_SURROGATES = /\p{Surrogate}/gu;
