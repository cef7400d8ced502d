/** JSON for a file and for a log: text that could control a terminal or a CI service is escaped, and parses to the same value. */
export function renderJsonText(data: unknown): string {
  return JSON.stringify(data, null, 2)
    .replace(/##(\w*)\[/g, '##$1\\u005b')
    .replace(UNSAFE, escapeUnit);
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON.stringify has escaped the controls below 0x20 already. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
