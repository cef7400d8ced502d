import { renameSync } from 'node:fs';

/** Windows refuses to rename a file that a virus scanner, an editor or a spreadsheet has open. */
const PASSING = new Set(['EPERM', 'EACCES', 'EBUSY']);

const FIRST_WAIT_MS = 10;
const MAX_WAIT_MS = 3 * 1000;

export interface RenameParts {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => void;
  readonly wait: (ms: number) => void;
}

/** Renames a file; on Windows, it waits for up to 5 s until nobody else has it open. */
export function renameWithRetries(
  from: string,
  to: string,
  { platform, rename, wait }: RenameParts = PARTS,
): void {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (platform !== 'win32' || !PASSING.has(code)) throw error;
      if (waitMs > MAX_WAIT_MS) throw new Error(`another program has ${to} open`, { cause: error });
      wait(waitMs);
    }
  }
}

const PARTS: RenameParts = {
  platform: process.platform,
  rename: renameSync,
  // Nothing else is to happen meanwhile: what is written is the end of an invocation.
  wait: (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
};
