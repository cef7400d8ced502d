/** Writes a file that is either complete or absent: under a temporary name, flushed, and renamed. */
import { closeSync, constants, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { renameWithRetries } from '../files/rename-with-retries.ts';

export const PARTIAL = '.part';

export function writeWhole(path: string, content: string): void {
  // What another left there may be a link to somewhere else.
  rmSync(path + PARTIAL, { force: true });
  try {
    writeFlushed(path + PARTIAL, NEW, content);
    renameWithRetries(path + PARTIAL, path);
  } catch (error) {
    // A disk that is full has room for nothing, and least for a part of a file.
    rmSync(path + PARTIAL, { force: true });
    throw error;
  }
}

export function appendFlushed(path: string, content: string): void {
  writeFlushed(path, APPEND, content);
}

function writeFlushed(path: string, flags: number, content: string): void {
  const file = openSync(path, flags, 0o666);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND } = constants;
/** Windows has no such flag, and makes links only for administrators. */
const NO_LINK = constants.O_NOFOLLOW ?? 0;
const NEW = O_WRONLY | O_CREAT | O_EXCL;
const APPEND = O_WRONLY | O_CREAT | O_APPEND | NO_LINK;
