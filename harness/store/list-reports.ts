/** The reports below a folder, such as the one into which a CI system downloads what several machines have stored. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { REPORT } from './read-report.ts';

/** Artifacts of artifacts are less deep. */
const MAX_DEPTH = 6;
const MAX_FOLDERS = 20_000;
/** Those that no invocation has written. */
const SKIPPED = new Set(['baselines', 'node_modules', '.git']);

/** Sorted by path. Links are not followed. */
export function listReports(folder: string): string[] {
  const found: string[] = [];
  let folders = 0;
  visit(folder, 0);
  return found.toSorted();

  function visit(path: string, depth: number): void {
    folders += 1;
    if (folders > MAX_FOLDERS)
      throw new UsageError(`${folder} has more than ${MAX_FOLDERS} folders`, {
        hint: 'give the folders of the reports',
      });
    const entries = readEntries(path);
    if (entries.some((entry) => entry.name === REPORT && entry.isFile())) found.push(join(path, REPORT));
    if (depth === MAX_DEPTH) return;
    for (const entry of entries)
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) visit(join(path, entry.name), depth + 1);
  }
}

function readEntries(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: 'check the permissions of that folder',
      },
    );
  }
}
