import { basename } from 'node:path';

/** What a scenario is called that does not say: `upload` for `bench/upload.bench.ts`. Any file name will do. */
export function nameFromFile(path: string): string {
  const stem = basename(path).replace(/\.[cm]?[jt]s$/i, '');
  return stem.replace(/\.(bench|scenario)$/i, '') || stem;
}
