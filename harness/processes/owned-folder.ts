/**
 * Temporary folders whose names say which process owns them: the next invocation finds what a killed one left behind,
 * and does not touch what another is using, even from a container that shares the disk.
 */
import { mkdtempSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from '../files/make-folders.ts';
import { identifyThisProcess, isGone } from './process-identity.ts';

/** Makes an empty folder of this process below `parent`, and returns its real path. */
export function makeOwnedFolder(parent: string, purpose: string): string {
  makeFolders(parent);
  const { host, pid, startedAtTicks } = identifyThisProcess();
  return realpathSync(mkdtempSync(join(parent, `${purpose}-${host}-${pid}-${startedAtTicks}-`)));
}

/** Whether a folder with that name was made for `purpose`, on this host, by a process that is gone. */
export function isAbandoned(name: string, purpose: string): boolean {
  const [, host, pid, startedAtTicks] = /-([0-9a-f]{8})-(\d+)-(\d+)-\w{6}$/.exec(name) ?? [];
  if (host === undefined || !name.startsWith(`${purpose}-`)) return false;
  return isGone({ host, pid: Number(pid), startedAtTicks: Number(startedAtTicks) });
}
