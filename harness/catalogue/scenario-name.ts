import { basename } from 'node:path';
import picomatch from 'picomatch';

/** The default name of a scenario: `upload` for `bench/upload.bench.ts`. Any file name is valid. */
export function nameFromFile(path: string): string {
  const stem = basename(path).replace(/\.[cm]?[jt]s$/i, '');
  return stem.replace(/\.(bench|scenario)$/i, '') || stem;
}

/** The names of scenarios that a name or a pattern means. */
export function matchNames(pattern: string, names: readonly string[]): string[] {
  if (names.includes(pattern)) return [pattern];
  if (pattern === '') return [];
  const matches = picomatch(pattern);
  return names.filter((name) => matches(name));
}
