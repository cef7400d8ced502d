/** Writes a file that is either complete or absent: under a temporary name, flushed, and renamed. */
import { closeSync, constants, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { renameWithRetries } from '../files/rename-with-retries.ts';

export const PARTIAL = '.part';

export const writeWhole = (path: string, content: string): void =>
  writeWholeBy(path, (write) => write(content));

/** For what does not fit into memory: `produce` gets a function that writes the next piece. */
export function writeWholeBy(path: string, produce: (write: (piece: string) => void) => void): void {
  const own = ownPart(path);
  // What another left there may be a link to somewhere else.
  rmSync(own, { force: true });
  try {
    writeFlushed(own, NEW, produce);
    renameWithRetries(own, path);
  } catch (error) {
    // A disk that is full has room for nothing, and least for a part of a file.
    rmSync(own, { force: true });
    throw error;
  }
}

/** Two processes can write the same file: each replaces it by one of its own. */
const ownPart = (path: string): string => `${path}.${process.pid}${PARTIAL}`;

export function appendFlushed(path: string, content: string): void {
  writeFlushed(path, APPEND, (write) => write(content));
}

function writeFlushed(path: string, flags: number, produce: (write: (piece: string) => void) => void): void {
  const file = openSync(path, flags, 0o666);
  try {
    produce((piece) => writeFileSync(file, piece));
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
