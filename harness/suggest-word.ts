import { closest, distance } from 'fastest-levenshtein';

/** A shorter beginning says too little of the word. */
const MIN_PREFIX_LENGTH = 4;

/** `did you mean …?` where one of the words is close enough to have been intended: by its letters, or by its beginning. */
export function suggestWord(word: string, words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const nearest = closest(word, words);
  const isClose = distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3));
  const suggested = isClose ? nearest : words.find((one) => isBeginning(word, one));
  return suggested === undefined ? undefined : `did you mean ${suggested}?`;
}

const isBeginning = (word: string, whole: string): boolean =>
  word.length >= MIN_PREFIX_LENGTH && whole.toLowerCase().startsWith(word.toLowerCase());
