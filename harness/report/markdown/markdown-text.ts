import { quoteLine } from '../text/terminal-text.ts';

/**
 * What comes from a scenario or a report is words in Markdown too: no markup, no cell of a table, no link, and nobody
 * is mentioned. The result is one line, and may stand at the start of one.
 */
export function escapeMarkdown(text: string): string {
  return (
    quoteLine(text)
      .trim()
      .replace(/[\\`*_{}[\]<>|~&$]/g, '\\$&')
      // A service looks for names and numbers of issues in what was rendered, where a backslash is gone.
      .replace(/[@#]/g, `$&${ZERO_WIDTH_SPACE}`)
      .replace(/:(?=\/\/)|(?<=www)\./gi, '\\$&')
      .replace(/^[-+=]|(?<=^\d+)[.)]/, '\\$&')
  );
}

/** Text as code, on one line. Not for a cell of a table: a pipe would end it. */
export function codeSpan(text: string): string {
  const line = quoteLine(text).trim();
  if (line === '') return '';
  const runs = line.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** The same for a cell of a table, where a pipe would end it, and a backslash before one is read in more than one way. */
export function codeCell(text: string): string {
  if (!/[|\\]/.test(quoteLine(text))) return codeSpan(text);
  const line = quoteLine(text).trim();
  return `<code>${line.replace(/[^\w\s]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}

const ZERO_WIDTH_SPACE = '&#8203;';
