/**
 * Text from a scenario or a child must not control the terminal: control characters and bidirectional formatting
 * characters become visible escapes. Newlines and tabs stay.
 */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for text on one line. It also breaks what a CI service would take for a command, at the start or within the line. */
export function quoteLine(text: string): string {
  return escapeControls(text)
    .replace(/\s*\n\s*/g, ' ↵ ')
    .replaceAll('##[', '## [')
    .replace(/^\s*::/, ': :');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches them on purpose
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
