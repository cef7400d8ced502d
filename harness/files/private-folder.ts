import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { TempFolderError } from '../errors.ts';

/** Who may write to it besides its owner: the group, and everybody. */
const OTHERS_MAY_WRITE = 0o022;

/**
 * A folder in a place where everybody may make folders, such as that of temporary files. What somebody else made there,
 * a link, and a folder that others may write to are not used: then it is a new one, which is removed at the end. Throws a
 * TempFolderError where none can be made: the place itself has to exist.
 */
export function makePrivateFolder(path: string, uid = process.getuid?.()): string {
  try {
    make(path);
    if (isOwn(path, uid)) return realpathSync(path);
    const folder = realpathSync(mkdtempSync(`${path}-`));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  } catch (error) {
    throw new TempFolderError(dirname(path), error);
  }
}

/** Something else may be there. */
function make(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // A link that leads nowhere does not exist, and yet is in the way.
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) throw error;
  }
}

/** On Windows, the folder of temporary files is the user's own. */
function isOwn(path: string, uid: number | undefined): boolean {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return false;
  return uid === undefined || (stats.uid === uid && (stats.mode & OTHERS_MAY_WRITE) === 0);
}
