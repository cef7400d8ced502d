/** Writes a file that is either complete or absent: under a temporary name, flushed, and renamed. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';

export const PARTIAL = '.part';

export function writeWhole(path: string, content: string): void {
  writeFlushed(path + PARTIAL, 'w', content);
  renameSync(path + PARTIAL, path);
}

export function writeFlushed(path: string, flags: 'a' | 'w', content: string): void {
  const file = openSync(path, flags);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
