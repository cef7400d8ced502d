/** Where a compiled module is written. */
import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashText } from './program-hash.ts';

/** An invocation that loads a module for longer than that is not known, and a command that reproduces a run is repeated sooner. */
const UNUSED_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Writes a compiled module under a name that contains the hash of its content, and returns its path: another invocation,
 * which compiles the file after a change, does not replace what this one is running.
 */
export async function writeModule(folder: string, name: string, content: string): Promise<string> {
  const path = join(folder, `${name}-${hashText(content)}.mjs`);
  const partial = `${path}.${randomBytes(4).toString('hex')}.part`;
  await writeFile(partial, content);
  // In one step, because another invocation may be loading it.
  await rename(partial, path);
  await removeUnused(folder, name);
  return path;
}

/** Other versions of the module that nobody has compiled for a long time. */
async function removeUnused(folder: string, name: string): Promise<void> {
  const before = Date.now() - UNUSED_MS;
  for (const file of await readdir(folder)) {
    if (!file.startsWith(`${name}-`)) continue;
    const path = join(folder, file);
    // Another invocation may be removing it as well.
    const { mtimeMs = Number.POSITIVE_INFINITY } = (await stat(path).catch(() => undefined)) ?? {};
    if (mtimeMs < before) await rm(path, { force: true });
  }
}
