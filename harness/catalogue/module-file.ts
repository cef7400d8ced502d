/** Where a compiled module is written, and written again if a program that was measured has changed it. */
import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CompiledFileError } from '../errors.ts';
import { makeFolders } from '../files/make-folders.ts';

/** An invocation that loads a module for longer than that is not known, and a command that reproduces a run is repeated sooner. */
const UNUSED_MS = 7 * 24 * 60 * 60 * 1000;

const HASH_LENGTH = 16;

/** What this process has written, by URL: every program that it measures can write to the folder. */
const writtenModules = new Map<string, string>();

/**
 * Writes a compiled module under a name that contains the hash of its content, and returns its URL: another invocation,
 * which compiles the file after a change, does not replace what this one is running. Throws a CompiledFileError.
 */
export async function writeModule(folder: string, name: string, content: string): Promise<string> {
  const path = join(folder, `${name}-${hashText(content)}.mjs`);
  const { href } = pathToFileURL(path);
  write(path, content);
  writtenModules.set(href, content);
  await removeUnused(folder, name);
  return href;
}

/**
 * Makes sure that a module that this process compiled is as it was written; others are not touched. Throws a
 * CompiledFileError if it cannot be.
 */
export function restoreModule(url: string): void {
  const content = writtenModules.get(url);
  if (content === undefined) return;
  const path = fileURLToPath(url);
  if (!hasContent(path, content)) write(path, content);
}

/** Distinguishes two versions of a file by their names. */
const hashText = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);

/** Neither the file nor a folder above it may be a link: that could lead elsewhere a moment later. */
function hasContent(path: string, content: string): boolean {
  try {
    return lstatSync(path).isFile() && realpathSync(path) === path && readFileSync(path, 'utf8') === content;
  } catch {
    return false;
  }
}

function write(path: string, content: string): void {
  const partial = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    clearWay(dirname(path), (stats) => stats.isDirectory());
    makeFolders(dirname(path), 0o700);
    clearWay(path, (stats) => stats.isFile());
    const real = realpathSync(dirname(path));
    if (real !== dirname(path)) throw new Error(`it leads to ${real} by now`);
    writeFileSync(partial, content, { flag: 'wx' });
    // In one step, because another invocation may be loading it.
    renameSync(partial, path);
  } catch (error) {
    removePartial(partial);
    throw new CompiledFileError(dirname(path), error);
  }
}

function removePartial(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Why it could not be written says more.
  }
}

/** Removes what is not a file, or no folder, where one belongs. */
function clearWay(
  path: string,
  isRight: (stats: { isFile(): boolean; isDirectory(): boolean }) => boolean,
): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && !isRight(stats)) rmSync(path, { recursive: true, force: true });
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
