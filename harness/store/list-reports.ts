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

export interface FoundReports {
  readonly reports: readonly string[];
  /** In sentences: links, and each report.json that is not a file. */
  readonly notRead: readonly string[];
}

/** Sorted by path. Links are not followed. */
export function listReports(folder: string): FoundReports {
  const reports: string[] = [];
  const notRead: string[] = [];
  let folders = 0;
  visit(folder, 0);
  return { reports: reports.toSorted(), notRead: notRead.toSorted() };

  function visit(path: string, depth: number): void {
    folders += 1;
    if (folders > MAX_FOLDERS)
      throw new UsageError(`${folder} has more than ${MAX_FOLDERS} folders`, {
        hint: 'give the folders of the reports',
      });
    const entries = readEntries(path);
    for (const entry of entries) {
      const { name } = entry;
      if (name === REPORT && entry.isFile()) reports.push(join(path, name));
      else if (entry.isSymbolicLink()) notRead.push(`${join(path, name)} was not read: it is a link`);
      else if (name === REPORT) notRead.push(`${join(path, name)} was not read: it is not a file`);
    }
    const below = entries.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name));
    if (depth === MAX_DEPTH) return;
    for (const { name } of below) visit(join(path, name), depth + 1);
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
