import { quoteLine } from '../text/terminal-text.ts';

/**
 * Escapes text from a scenario or a report, so that it cannot be markup, end a table cell, become a link or mention
 * anyone. The result is one line, and is safe at the start of a line.
 */
export function escapeMarkdown(text: string): string {
  return (
    quoteLine(text)
      .trim()
      .replace(/[\\`*_{}[\]<>|~&$]/g, '\\$&')
      // GitHub looks for user names and issue numbers in the rendered text, where a backslash is gone.
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
