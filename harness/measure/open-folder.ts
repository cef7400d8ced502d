import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import {
  type Invocation,
  type JournalEntry,
  ResultsFolder,
  readInterrupted,
} from '../store/results-folder.ts';

export interface OpenFolder {
  readonly invocation: Invocation;
  readonly folder: ResultsFolder;
  readonly finishedRuns: readonly JournalEntry[];
}

export interface FolderOptions {
  readonly resultsRoot: string;
  readonly seed: number;
  readonly resume: string | undefined;
}

/** A new folder, or that of the interrupted invocation that is resumed. */
export function openFolder(
  options: FolderOptions,
  argv: readonly string[],
  nodes: readonly string[],
): OpenFolder {
  if (options.resume !== undefined) {
    const path = findInvocation(options.resultsRoot, options.resume);
    const { invocation, finishedRuns } = readInterrupted(path);
    return { invocation, finishedRuns, folder: ResultsFolder.reopen(path, finishedRuns) };
  }
  const invocation = beginInvocation(options.seed, argv, nodes);
  return { invocation, finishedRuns: [], folder: ResultsFolder.create(options.resultsRoot, invocation) };
}

/** Its name sorts by time, and is that of its folder. */
export function beginInvocation(seed: number, argv: readonly string[], nodes: readonly string[]): Invocation {
  const startedAt = new Date().toISOString();
  const id = `${startedAt.slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;
  return { id, startedAt, seed, argv, nodes };
}

/** By the id of an invocation, or by its folder. */
export function findInvocation(resultsRoot: string, named: string): string {
  const path = /^[\w.-]+$/.test(named) ? join(resultsRoot, named) : resolve(named);
  if (existsSync(path)) return path;
  throw new UsageError(`there is no ${path}`, { hint: 'give the id of a folder under results/' });
}
