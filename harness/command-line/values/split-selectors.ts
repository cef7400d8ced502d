import { existsSync } from 'node:fs';

/**
 * `-s a,b` is `-s a -s b`. A comma does not separate if the whole word is the path of a file, or inside the braces of a
 * glob: `{ignore,await}-drain`.
 */
export function splitSelectors(
  words: readonly string[],
  exists: (path: string) => boolean = existsSync,
): string[] {
  return words
    .flatMap((word) => (exists(word) ? [word] : splitOutsideBraces(word)))
    .map((word) => word.trim())
    .filter(Boolean);
}

function splitOutsideBraces(word: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of word) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === ',' && depth <= 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts;
}
