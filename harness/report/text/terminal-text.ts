/**
 * What comes from a scenario or a child must not steer the terminal: control characters and the marks that turn the
 * direction of text become visible escapes. Newlines and tabs stay.
 */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for what goes into one line. A CI service takes some words for commands, at its start or anywhere in it. */
export function quoteLine(text: string): string {
  return escapeControls(text)
    .replace(/\s*\n\s*/g, ' ↵ ')
    .replaceAll('##[', '## [')
    .replace(/^\s*::/, ': :');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
