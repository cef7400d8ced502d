import { closest, distance } from 'fastest-levenshtein';

/** `did you mean …?` where one of the words is close enough to have been intendedDifferences. */
export function suggestWord(word: string, words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const nearest = closest(word, words);
  return distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3))
    ? `did you mean ${nearest}?`
    : undefined;
}
