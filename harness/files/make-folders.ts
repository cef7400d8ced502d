/** Makes a folder and those above it. With `recursive`, Node.js itself loops where a file system makes none, as /proc. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export function makeFolders(path: string, mode?: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (isFolder(path)) return;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || isFolder(dirname(path))) throw error;
    makeFolders(dirname(path), mode);
    mkdirSync(path, { mode });
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
