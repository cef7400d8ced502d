import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a file of `sizeBytes` zeros in `folder` that takes hardly any room on the disk, and returns its path. */
export async function sparseFile(folder: string, sizeBytes: number): Promise<string> {
  const path = join(folder, `zeros-${sizeBytes}`);
  await writeFile(path, '');
  await truncate(path, sizeBytes);
  return path;
}
