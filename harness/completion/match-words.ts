/** Which candidates are meant by what was typed. Pure. */

export interface Candidate {
  readonly word: string;
  readonly describe?: string;
}

/**
 * Those that begin with it; else those that do so in another case; else those whose parts do: `hw` means highWaterMark, and
 * `ig-d` ignore-drain. `onlyExtends` leaves out what would make a shell shorten what was typed: it inserts what all of
 * them begin with.
 */
export function matchWords(
  candidates: readonly Candidate[],
  typed: string,
  onlyExtends = false,
): readonly Candidate[] {
  const lower = typed.toLowerCase();
  const tests: readonly ((word: string) => boolean)[] = [
    (word) => word.startsWith(typed),
    (word) => word.toLowerCase().startsWith(lower),
    (word) => isAbbreviation(lower, splitParts(word)),
  ];
  const found = tests
    .map((test) => candidates.filter(({ word }) => test(word)))
    .find((matching) => matching.length > 0);
  if (found === undefined || (onlyExtends && sharedBeginning(found).length < typed.length)) return [];
  return found;
}

/** `high`, `Water`, `Mark`; `ignore`, `-drain`. */
const splitParts = (word: string): string[] =>
  word.split(/(?=[A-Z-])|(?<=-)/).map((part) => part.toLowerCase());

/** Each part gives its beginning, or nothing; the first one must give some. */
function isAbbreviation(typed: string, parts: readonly string[], isFirst = true): boolean {
  if (typed === '') return true;
  const [part, ...others] = parts;
  if (part === undefined) return false;
  for (let length = Math.min(part.length, typed.length); length > 0; length -= 1) {
    if (part.startsWith(typed.slice(0, length)) && isAbbreviation(typed.slice(length), others, false))
      return true;
  }
  return !isFirst && isAbbreviation(typed, others, false);
}

function sharedBeginning(candidates: readonly Candidate[]): string {
  const [first = '', ...others] = candidates.map(({ word }) => word);
  let { length } = first;
  for (const word of others) while (!word.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
