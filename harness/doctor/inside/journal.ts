/** Writes snapshots of this thread so that one is there however the process ends. */
import type { ThreadSnapshot } from '../snapshot.ts';

const { join } = process.getBuiltinModule('path');

// The program may replace them, and writeFileSync() calls what it finds there.
const { closeSync, openSync, writeSync } = process.getBuiltinModule('fs');
const { stringify } = JSON;

/** Of two files in turn one is always whole. */
const snapshotFile = (pid: number, thread: number, sequence: number): string =>
  `${pid}-${thread}-${sequence % 2}.json`;

export class Journal {
  readonly #folder: string;
  hasFailed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  write(snapshot: ThreadSnapshot): void {
    if (this.hasFailed) return;
    const { pid, thread, sequence } = snapshot;
    try {
      writeFile(join(this.#folder, snapshotFile(pid, thread, sequence)), `${stringify(snapshot)}\n`);
    } catch {
      // The program goes on as if nobody looked: the process outside says that this one could not be seen.
      this.hasFailed = true;
    }
  }
}

function writeFile(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}
