/** One writer for each results folder: a file in it, whose name says which process that is. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { identifyThisProcess, isGone, type ProcessIdentity } from '../processes/process-identity.ts';

const PREFIX = 'lock-';

/**
 * Locks the folder for this process, and returns what unlocks it. The lock of a process that is gone is taken over.
 * Throws a UsageError if another process has it, or may have it. Of two that come at the same moment, at most one gets it.
 */
export function lockFolder(path: string): () => void {
  refuseLocked(path);
  const own = join(path, nameOf(identifyThisProcess()));
  writeFileSync(own, '', { flag: 'wx' });
  const remove = (): void => {
    try {
      rmSync(own, { force: true });
    } catch {
      // The lock of a process that is gone is taken over.
    }
  };
  const unlock = (): void => {
    process.off('exit', remove);
    remove();
  };
  // Whatever ends the process before it has unlocked the folder.
  process.once('exit', remove);
  const others = listLocks(path).filter(({ file }) => file !== own);
  for (const { file, owner } of others) {
    if (isGone(owner)) {
      rmSync(file, { force: true });
      continue;
    }
    unlock();
    throw refuse(path, file, owner);
  }
  return unlock;
}

/** Throws a UsageError if a process is writing the folder. */
export function refuseLocked(path: string): void {
  for (const { file, owner } of listLocks(path)) if (!isGone(owner)) throw refuse(path, file, owner);
}

export const isLocked = (path: string): boolean => listLocks(path).some(({ owner }) => !isGone(owner));

const nameOf = ({ host, pid, startedAtTicks }: ProcessIdentity): string =>
  `${PREFIX}${host}-${pid}-${startedAtTicks}`;

function listLocks(path: string): { readonly file: string; readonly owner: ProcessIdentity }[] {
  return listNames(path).flatMap((name) => {
    const [, host, pid, startedAtTicks] = /^lock-([0-9a-f]{8})-(\d+)-(\d+)$/.exec(name) ?? [];
    if (host === undefined) return [];
    const owner = { host, pid: Number(pid), startedAtTicks: Number(startedAtTicks) };
    return [{ file: join(path, name), owner }];
  });
}

function listNames(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // What is not a folder has no locks.
    if (code === 'ENOTDIR') return [];
    throw new UsageError(`${path} cannot be read: ${message}`, {
      hint: 'check its permissions',
      cause: error,
    });
  }
}

function refuse(path: string, file: string, { host, pid }: ProcessIdentity): UsageError {
  const isHere = host === identifyThisProcess().host;
  return new UsageError(`process ${pid}${isHere ? '' : ' of another machine'} is writing ${path}`, {
    hint: isHere ? 'wait until it has ended, or stop it' : `if that process is gone, remove ${file}`,
  });
}
