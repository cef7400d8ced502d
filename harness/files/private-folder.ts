import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';

/** Who may write to it besides its owner: the group, and everybody. */
const OTHERS_MAY_WRITE = 0o022;

/**
 * A folder in a place where everybody may make folders, such as that of temporary files. What somebody else made there,
 * a link, and a folder that others may write to are not used: then it is a new one, which is removed at the end.
 */
export function makePrivateFolder(path: string, uid = process.getuid?.()): string {
  if (make(path) && isOwn(path, uid)) return realpathSync(path);
  const folder = realpathSync(mkdtempSync(`${path}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** False if something else is there. */
function make(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return true;
  } catch (error) {
    // A link that leads nowhere does not exist, and yet is in the way.
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return false;
    throw error;
  }
}

/** On Windows, the folder of temporary files is the user's own. */
function isOwn(path: string, uid: number | undefined): boolean {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return false;
  return uid === undefined || (stats.uid === uid && (stats.mode & OTHERS_MAY_WRITE) === 0);
}
