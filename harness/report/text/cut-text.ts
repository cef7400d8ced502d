/** Of a name or a reason: what is longer was made to be long. */
const MAX_CHARACTERS = 400;

/** Never in the middle of a pair of surrogates. */
export const cutText = (text: string): string =>
  text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`;
