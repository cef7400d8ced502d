/** Which file a scenario is, by a path that is the same on every machine and in every checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a scenario's source, a file: URL, below the root of the project that owns it: the folder above it with
 * `.git`, else the nearest with a package.json, else its own folder. Undefined for the scenarios of tidemark itself,
 * whichever copy or revision of it they are from.
 */
export function scenarioFile(source: string): string | undefined {
  const path = fileURLToPath(source);
  const folder = dirname(path);
  const packageFolder = findAbove(folder, 'package.json');
  if (packageFolder !== undefined && isOfTidemark(packageFolder, path)) return undefined;
  const root = findAbove(folder, '.git') ?? packageFolder ?? folder;
  return relative(root, path).split(sep).join('/') || basename(path);
}

function findAbove(folder: string, name: string): string | undefined {
  if (existsSync(join(folder, name))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findAbove(parent, name);
}

function isOfTidemark(packageFolder: string, path: string): boolean {
  const folders = [join(packageFolder, 'scenarios'), join(packageFolder, 'dist', 'scenarios')];
  if (!folders.some((folder) => path.startsWith(folder + sep))) return false;
  try {
    return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).name === 'tidemark';
  } catch {
    return false;
  }
}
