/** A shorter prefix matches too many words. */
const MIN_PREFIX_LENGTH = 4;

/** `did you mean …?` if one of the words was probably meant: it differs in few letters, or has the same beginning. */
export function suggestWord(word: string, words: readonly string[]): string | undefined {
  const maxEdits = Math.max(2, Math.floor(word.length / 3));
  const [nearest] = words
    .map((candidate) => ({ candidate, edits: countEdits(word, candidate) }))
    .filter(({ candidate, edits }) => edits <= maxEdits && countShared(word, candidate) > word.length / 2)
    .sort((a, b) => a.edits - b.edits);
  const suggested = nearest?.candidate ?? words.find((one) => isBeginning(word, one));
  return suggested === undefined ? undefined : `did you mean ${suggested}?`;
}

const isBeginning = (word: string, whole: string): boolean =>
  word.length >= MIN_PREFIX_LENGTH && whole.toLowerCase().startsWith(word.toLowerCase());

/** How many letters of the word are in the other one, each as often: of a short word, two edits can change most of it. */
function countShared(word: string, other: string): number {
  const left = [...other];
  return [...word].filter((letter) => {
    const at = left.indexOf(letter);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  }).length;
}

/** Levenshtein distance: how many letters have to be inserted, deleted or replaced. One row of the table at a time. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const above = row;
    row = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      row.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
