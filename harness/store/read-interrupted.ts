/** Reads the folder of an interrupted invocation, which may come from somewhere else, before it is written to. */
import { existsSync, lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { parseBoundedJson, parseBoundedLines, readBoundedText } from '../files/bounded-file.ts';
import { invocationSchema, journalEntrySchema } from './invocation-schema.ts';
import type { Invocation, JournalEntry } from './results-folder.ts';
import { INVOCATION, JOURNAL, OUTPUT, SAMPLES } from './results-names.ts';
import { PARTIAL } from './whole-file.ts';

const REMEDIES = {
  where: 'give the id of a folder under results/',
  damaged: 'it cannot be resumed; start a new invocation',
};

export interface Interrupted {
  readonly invocation: Invocation;
  readonly finishedRuns: JournalEntry[];
}

/** Throws a UsageError if there is nothing to resume, or if a file is not what tidemark wrote. */
export function readInterrupted(path: string): Interrupted {
  if (!existsSync(join(path, INVOCATION))) {
    throw new UsageError(`no invocation to resume in ${path}`, { hint: REMEDIES.where });
  }
  if (existsSync(join(path, SAMPLES))) {
    throw new UsageError(`the invocation in ${path} is complete`, {
      hint: 'there is nothing to resume; start a new one',
    });
  }
  refuseForeignFiles(path);
  const invocation = readInvocation(join(path, INVOCATION));
  const samplesBytes = lstatSync(join(path, SAMPLES + PARTIAL), { throwIfNoEntry: false })?.size ?? 0;
  return {
    invocation,
    // After a power failure the journal can be longer than the samples: such a run is repeated.
    finishedRuns: readJournal(join(path, JOURNAL)).filter((entry) => entry.samplesBytes <= samplesBytes),
  };
}

/** A link would lead out of the folder, and its target be written to; opening a pipe would block. */
function refuseForeignFiles(folder: string): void {
  const output = join(folder, OUTPUT);
  for (const path of listEntries(folder)) {
    if (path !== output) refuseForeign(path);
    else if (lstatSync(path).isDirectory()) listEntries(output).forEach(refuseForeign);
    else throw describeForeign(path);
  }
}

function refuseForeign(path: string): void {
  const stats = lstatSync(path);
  if (stats.isFile() && stats.nlink === 1) return;
  throw describeForeign(path);
}

const describeForeign = (path: string): UsageError =>
  new UsageError(`${path} is ${nameKind(lstatSync(path))}, which tidemark does not make there`, {
    hint: REMEDIES.damaged,
  });

function listEntries(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch (error) {
    throw new UsageError(
      `${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      { hint: 'check its permissions', cause: error },
    );
  }
}

function nameKind(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'a link';
  if (stats.isFile()) return stats.nlink === 1 ? 'a file' : 'a file with another name elsewhere';
  return stats.isDirectory() ? 'a folder' : 'a pipe or a device';
}

function readInvocation(path: string): Invocation {
  const value = parseBoundedJson(path, readBoundedText(path, REMEDIES), REMEDIES);
  const parsed = invocationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${path} is damaged, or of another version of tidemark`, {
    hint: REMEDIES.damaged,
    cause: parsed.error,
  });
}

/** A truncated last line belongs to a run that did not finish. */
function readJournal(path: string): JournalEntry[] {
  if (!existsSync(path)) return [];
  return parseBoundedLines(path, readBoundedText(path, REMEDIES), REMEDIES).map((value, index) => {
    const parsed = journalEntrySchema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new UsageError(`line ${index + 1} of ${path} is damaged, or of another version of tidemark`, {
      hint: REMEDIES.damaged,
      cause: parsed.error,
    });
  });
}
