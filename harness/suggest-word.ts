/** `did you mean …?`, where one of the words is close enough to be the one that was intended. */
export function suggestWord(word: string, words: readonly string[]): string | undefined {
  const nearest = words
    .map((candidate) => ({ candidate, distance: countEdits(word, candidate) }))
    .reduce<{ candidate: string; distance: number } | undefined>(
      (best, next) => (best === undefined || next.distance < best.distance ? next : best),
      undefined,
    );
  const maxEdits = Math.max(2, Math.floor(word.length / 3));
  return nearest !== undefined && nearest.distance <= maxEdits
    ? `did you mean ${nearest.candidate}?`
    : undefined;
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
