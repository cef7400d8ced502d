import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { MiB } from '../../harness/scenario.ts';

const BLOCK_BYTES = 1 * MiB;

/** Writes a file of exactly `sizeBytes` into `folder`, a block at a time, and returns its path. */
export async function writeDataFile(folder: string, sizeBytes: number): Promise<string> {
  const path = join(folder, 'data');
  const file = await open(path, 'w');
  const block = Buffer.alloc(Math.min(BLOCK_BYTES, sizeBytes), 'tidemark ');
  for (let leftBytes = sizeBytes; leftBytes > 0; leftBytes -= block.length) {
    await file.write(block, 0, Math.min(block.length, leftBytes));
  }
  await file.close();
  return path;
}
