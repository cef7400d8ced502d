import { basename } from 'node:path';

/** The default name of a scenario: `upload` for `bench/upload.bench.ts`. Any file name is valid. */
export function nameFromFile(path: string): string {
  const stem = basename(path).replace(/\.[cm]?[jt]s$/i, '');
  return stem.replace(/\.(bench|scenario)$/i, '') || stem;
}
