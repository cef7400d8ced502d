import { type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';

/** What the compiler reads in each folder above a file. */
const CONFIGURATION = ['package.json', 'tsconfig.json', 'jsconfig.json'];

/** Throws a UsageError if the compiler would wait forever: it opens pipes and devices as if they were files. */
export function refusePipes(path: string): void {
  refusePipe(path);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    for (const name of CONFIGURATION) refusePipe(join(folder, name));
    if (folder === dirname(folder)) return;
  }
}

/** Why a file that a module imports cannot be read. */
export const findWhyNotFile = (path: string, stats: Stats | undefined): string | undefined =>
  stats === undefined || stats.isFile() || stats.isDirectory() ? undefined : `${path} is not a regular file`;

function refusePipe(path: string): void {
  const why = findWhyNotFile(path, statSync(path, { throwIfNoEntry: false }));
  if (why === undefined) return;
  throw new UsageError(why, { hint: 'it may be a pipe or a device, which could not be read to its end' });
}
