/**
 * Text from a scenario, a file or an error must not control what shows it: control characters, bidirectional formatting
 * characters and separators of lines that only some programs know become visible escapes. Newlines and tabs stay.
 */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

/** The same for text on one line, which a CI service does not take for a command either. */
export function quoteLine(text: string): string {
  return breakCommands(escapeControls(text).replace(/\s*\n\s*/g, ' ↵ '));
}

/**
 * What may be written to a terminal or a log: of the control characters only newlines, tabs and, where there are
 * colours, the codes of tidemark's own; and no line that a CI service takes for a command, wherever lines were broken.
 */
export function makeSafe(text: string, hasColors: boolean): string {
  const parts = hasColors ? text.split(OWN_STYLE) : [text];
  // Every second part is a style.
  const escaped = parts.map((part, index) => (index % 2 === 0 ? escapeControls(part) : part));
  return breakCommands(escaped.join(''));
}

/**
 * Breaks what a CI service takes for a command: `::` at the start of a line, behind any white space (GitHub Actions), and
 * `##[`, `##vso[` or `##teamcity[` anywhere in it (older versions of it, Azure Pipelines and TeamCity).
 */
function breakCommands(text: string): string {
  return text.replace(COMMAND_ANYWHERE, '## ').replace(COMMAND_AT_START, '$<before>: ');
}

const COMMAND_ANYWHERE = /##(?=\w*\[)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour is not a part of the line
const COMMAND_AT_START = /(?<=^|\n)(?<before>(?:[^\S\n]|\u001b\[\d+m)*):(?=(?:\u001b\[\d+m)*:)/g;

/** The codes that `makeColors` writes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches them on purpose
const OWN_STYLE = /(\u001b\[(?:1|2|22|31|32|33|36|39)m)/;

const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it matches them on purpose
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const escapeCharacter = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
