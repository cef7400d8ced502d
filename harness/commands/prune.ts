/** `prune`: removes all but the newest invocations from the results directory. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PruneOptions } from '../command-line/prune.ts';
import { EXIT, ResultsError } from '../errors.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { isLocked } from '../store/folder-lock.ts';

/** Only folders that tidemark named itself: the start time in UTC, and four random digits. */
const INVOCATION = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-[0-9a-f]{4}$/;

export function prune({ resultsRoot, keep }: PruneOptions, { print }: Terminal): number {
  const removed = pruneResults(resultsRoot, keep);
  print(
    removed.length === 0
      ? `nothing to remove: at most ${keep} ${keep === 1 ? 'invocation is' : 'invocations are'} in ${resultsRoot}`
      : `removed ${removed.length}: ${removed.join(', ')}`,
  );
  return EXIT.pass;
}

/** Removes all but the `keep` newest invocations below `root` and those that run, and returns the names of the removed ones. */
export function pruneResults(root: string, keep: number): string[] {
  if (!existsSync(root)) return [];
  try {
    // Their names sort by time.
    const invocations = readdirSync(root)
      .filter((name) => INVOCATION.test(name))
      .sort();
    const removed = invocations
      .slice(0, Math.max(0, invocations.length - keep))
      .filter((name) => !isInUse(join(root, name)));
    for (const name of removed) rmSync(join(root, name), { recursive: true });
    return removed;
  } catch (error) {
    throw new ResultsError(root, error);
  }
}

/** One that runs, also in the folders of its two sides. */
const isInUse = (path: string): boolean =>
  [path, join(path, 'a'), join(path, 'b')].some((folder) => existsSync(folder) && isLocked(folder));
