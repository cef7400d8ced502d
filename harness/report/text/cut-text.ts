/** Enough for any honest name or reason. */
const MAX_CHARACTERS = 400;

/** Cuts an overlong text, never in the middle of a surrogate pair. */
export const cutText = (text: string): string =>
  text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`;
