/** Reads what the processes have written of themselves. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { parseBoundedJson, readBoundedText } from '../../files/bounded-file.ts';
import type { ThreadSnapshot } from '../snapshot.ts';

export interface ReadSnapshots {
  /** The newest whole one of each thread. */
  readonly threads: readonly ThreadSnapshot[];
  /** Threads of which none could be read. */
  readonly unreadable: readonly { readonly pid: number; readonly thread: number }[];
}

/** A file that is being written while it is read is not whole: the one before it counts. */
export function readSnapshots(folder: string): ReadSnapshots {
  const byThread = new Map<string, ThreadSnapshot | undefined>();
  for (const file of listFiles(folder)) {
    const thread = file.replace(/-[01]\.json$/, '');
    const [snapshot, other] = [readSnapshot(join(folder, file)), byThread.get(thread)];
    byThread.set(thread, newer(snapshot, other));
  }
  const entries = [...byThread];
  return {
    threads: entries.flatMap(([, snapshot]) => snapshot ?? []).sort(byPidAndThread),
    unreadable: entries
      .filter(([, snapshot]) => snapshot === undefined)
      .map(([name]) => {
        const [pid = 0, thread = 0] = name.split('-').map(Number);
        return { pid, thread };
      }),
  };
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => /^\d+-\d+-[01]\.json$/.test(file));
  } catch (cause) {
    throw new UsageError(`${folder} cannot be read`, {
      hint: 'give the folder that the doctor of a process writes',
      cause,
    });
  }
}

/** What cannot be read is left out. */
const NO_REMEDY = { where: '', damaged: '' };

function readSnapshot(path: string): ThreadSnapshot | undefined {
  try {
    const parsed: unknown = parseBoundedJson(path, readBoundedText(path, NO_REMEDY), NO_REMEDY);
    return isSnapshot(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A program could write anything there: what is missing here would stop the diagnosis of all others. */
function isSnapshot(parsed: unknown): parsed is ThreadSnapshot {
  if (typeof parsed !== 'object' || parsed === null) return false;
  const { pid, thread, sequence, argv, memory, sites, opened, notCovered } =
    parsed as Partial<ThreadSnapshot>;
  return (
    [pid, thread, sequence].every(Number.isInteger) &&
    [argv, sites, opened, notCovered].every(Array.isArray) &&
    typeof memory?.peak?.arrayBuffersBytes === 'number' &&
    typeof memory.now?.rssBytes === 'number'
  );
}

const newer = (a: ThreadSnapshot | undefined, b: ThreadSnapshot | undefined): ThreadSnapshot | undefined =>
  a === undefined || (b !== undefined && b.sequence > a.sequence) ? b : a;

const byPidAndThread = (a: ThreadSnapshot, b: ThreadSnapshot): number => a.pid - b.pid || a.thread - b.thread;
