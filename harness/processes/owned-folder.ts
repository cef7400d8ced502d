/**
 * Temporary folders whose names say which process owns them: the next invocation finds what a killed one left behind,
 * and does not touch what another is using, even from a container that shares the disk.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Makes an empty folder of this process below `parent`, and returns its real path. */
export function makeOwnedFolder(parent: string, purpose: string): string {
  mkdirSync(parent, { recursive: true });
  return realpathSync(mkdtempSync(join(parent, `${purpose}-${hostHash()}-${process.pid}-`)));
}

/** Whether a folder with that name was made for `purpose`, on this host, by a process that is gone. */
export function isAbandoned(name: string, purpose: string): boolean {
  const [, host, pid] = /-([0-9a-f]{8})-(\d+)-\w{6}$/.exec(name) ?? [];
  return name.startsWith(`${purpose}-`) && host === hostHash() && !isAlive(Number(pid));
}

const hostHash = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Ended, but never waited for: process 1 of a container often waits for no child. False on systems without procfs. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}
