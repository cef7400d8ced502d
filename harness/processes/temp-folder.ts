/** Temporary folders of this process: whatever is in them, they are removed, now or by the next invocation. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TempFolderError } from '../errors.ts';
import { isAbandoned, makeOwnedFolder } from './owned-folder.ts';

/**
 * Removes what killed invocations left for the same purpose, and makes sure that such a folder can be made. Throws a
 * TempFolderError if not: then nothing has been done yet.
 */
export function prepareTempFolders(purpose: string, parent: string = tmpdir()): void {
  removeAbandoned(parent, purpose);
  try {
    rmdirSync(mkdtempSync(join(parent, `${purpose}-`)));
  } catch (error) {
    throw new TempFolderError(parent, error);
  }
}

/**
 * Makes an empty folder, and the folder for such files again if somebody has removed it. The first time, it removes what
 * killed processes have left. Throws a TempFolderError.
 */
export function makeTempFolder(purpose: string, parent: string = tmpdir()): string {
  const kind = join(parent, purpose);
  if (!cleaned.has(kind)) removeAbandoned(parent, purpose);
  cleaned.add(kind);
  try {
    return makeOwnedFolder(parent, purpose);
  } catch (error) {
    throw new TempFolderError(parent, error);
  }
}

/** Where and for which purpose this process has looked for abandoned folders. */
const cleaned = new Set<string>();

/** Removes a folder and all that is in it. Returns the error if that is not possible, and undefined otherwise. */
export function removeFolder(path: string): unknown {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    return undefined;
  } catch {
    try {
      removeLevelByLevel(path);
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

/** Only this user's: the folder for temporary files is everybody's. */
function removeAbandoned(parent: string, purpose: string): void {
  for (const name of listNames(parent)) {
    const path = join(parent, name);
    if (isAbandoned(name, purpose) && isOwn(path)) removeFolder(path);
  }
}

function listNames(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function isOwn(path: string): boolean {
  const uid = process.getuid?.();
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && (uid === undefined || stats.uid === uid);
}

/** Moves all folders to the top, one by one: thousands of nested ones have too long a path. Changes missing permissions. */
function removeLevelByLevel(root: string): void {
  const prefix = randomBytes(8).toString('hex');
  let moved = 0;
  let folders = empty(root);
  while (folders.length > 0) {
    for (const folder of folders) {
      for (const inner of empty(folder)) {
        renameSync(inner, join(root, `${prefix}-${moved}`));
        moved += 1;
      }
      rmdirSync(folder);
    }
    folders = empty(root);
  }
  rmdirSync(root);
}

/** Removes everything but the folders in it, which it returns. They can be moved afterwards. */
function empty(folder: string): string[] {
  const everything = 0o700;
  chmodSync(folder, everything);
  const folders: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      chmodSync(path, everything);
      folders.push(path);
    } else unlinkSync(path);
  }
  return folders;
}
