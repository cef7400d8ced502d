/** Enough for any honest name or reason. */
const MAX_CHARACTERS = 400;

/** Cuts an overlong text, never in the middle of a surrogate pair. */
export const cutText = (text: string, maxCharacters = MAX_CHARACTERS): string =>
  text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')}…`;
