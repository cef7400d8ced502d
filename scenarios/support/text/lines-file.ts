import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KiB } from '../../../harness/scenario.ts';

const LINE_BYTES = 128;
/** How many lines are in one chunk that createReadStream() reads: 64 KiB, on all versions of Node. */
export const BLOCK_LINES = (64 * KiB) / LINE_BYTES;

/** Writes a file of so many lines into `folder`, and returns its path. */
export async function writeLines(folder: string, lines: number): Promise<string> {
  const path = join(folder, 'lines');
  const numbers = Array.from({ length: lines }, (_, line) => String(line).padEnd(LINE_BYTES - 1));
  await writeFile(path, `${numbers.join('\n')}\n`);
  return path;
}
