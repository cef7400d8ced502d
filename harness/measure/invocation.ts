/** The beginning of an invocation: its identity, and the folder that it writes. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { refuseLocked } from '../store/folder-lock.ts';
import { makeInvocationId } from '../store/invocation-id.ts';
import { readInterrupted } from '../store/read-interrupted.ts';
import {
  type Conditions,
  type Invocation,
  type JournalEntry,
  ResultsFolder,
} from '../store/results-folder.ts';
import { describeDifferences } from './conditions.ts';
import { findStoredPrograms } from './stored-programs.ts';

export interface OpenInvocation {
  readonly invocation: Invocation;
  readonly folder: ResultsFolder;
  /** Those of an interrupted invocation that is resumed; empty for a new one. */
  readonly finishedRuns: readonly JournalEntry[];
}

/** The id of an invocation sorts by time, and is the name of its folder. */
export function beginInvocation(parts: Omit<Invocation, 'id' | 'startedAt'>): Invocation {
  const startedAt = new Date().toISOString();
  return { id: makeInvocationId(startedAt), startedAt, ...parts };
}

/** A new invocation with its own folder. */
export function openInvocation(
  resultsRoot: string,
  parts: Omit<Invocation, 'id' | 'startedAt'>,
): OpenInvocation {
  const invocation = beginInvocation(parts);
  return { invocation, finishedRuns: [], folder: ResultsFolder.create(resultsRoot, invocation) };
}

export interface InterruptedInvocation {
  readonly invocation: Invocation;
  /** The selectors of what it has measured. Throws a UsageError for any other program, before that is imported. */
  readonly select: (selectors: readonly string[]) => Promise<readonly string[]>;
  readonly open: (now: Conditions) => OpenInvocation;
}

/** What an interrupted invocation of `run` was to measure and what it has finished; its folder is opened by `open`. */
export function readInterruptedInvocation(resultsRoot: string, named: string): InterruptedInvocation {
  const path = findInvocation(resultsRoot, named);
  refuseLocked(path);
  const { invocation } = readInterrupted(path);
  if (invocation.request.command !== 'run') {
    throw new UsageError(`${path} cannot be resumed: it is an invocation of ${invocation.request.command}`, {
      hint: `start it again: tidemark ${invocation.request.command} …; --seed ${invocation.seed} gives the same order`,
    });
  }
  return {
    invocation,
    select: async (selectors) => {
      const { conditions } = invocation;
      const found = conditions && (await findStoredPrograms(selectors, conditions.programs));
      refuseDifferences(path, invocation, found?.differences ?? [NOTHING_STORED]);
      return found?.selectors ?? [];
    },
    open: (now) => {
      const { conditions } = invocation;
      refuseDifferences(
        path,
        invocation,
        conditions ? describeDifferences(conditions, now) : [NOTHING_STORED],
      );
      return { invocation, ...ResultsFolder.reopen(path, () => readInterrupted(path).finishedRuns) };
    },
  };
}

const NOTHING_STORED = 'it does not say what it has measured';

/** Runs of two programs, or of two machines, have no common median. */
function refuseDifferences(path: string, { seed }: Invocation, differences: readonly string[]): void {
  if (differences.length === 0) return;
  throw new UsageError(`${path} cannot be resumed: ${differences.map(quoteLine).join('; ')}`, {
    hint: `restore what has changed, or start a new invocation; --seed ${seed} gives the same order`,
  });
}

/** By the id of an invocation, or by its folder. */
function findInvocation(resultsRoot: string, named: string): string {
  const path = /^[\w.-]+$/.test(named) ? join(resultsRoot, named) : resolve(named);
  if (existsSync(path)) return path;
  throw new UsageError(`no invocation to resume: ${path} does not exist`, {
    hint: 'give the id of a folder under results/',
  });
}
