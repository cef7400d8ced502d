/** The configuration file of the current folder: in it, or above it up to the nearest package.json. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { UsageError } from '../../errors.ts';

/** Whatever can be a scenario, and JSON. */
const NAME = /^tidemark\.config\.(?:[cm]?[jt]s|json)$/;

const ROOT = 0;

/** Undefined if there is none. Throws a UsageError for two in one folder, and for one of somebody else. */
export function findConfig(from: string, ownerOf = readOwner): string | undefined {
  const trusted = new Set([ownerOf(from), process.getuid?.(), ROOT]);
  for (const folder of listFolders(from)) {
    const [path, other] = listConfigs(folder);
    if (path === undefined) continue;
    if (other !== undefined)
      throw new UsageError(`there are two configuration files: ${path} and ${other}`, {
        hint: 'keep one of them, or choose with --config FILE',
      });
    if (!trusted.has(ownerOf(path)))
      throw new UsageError(`the configuration file ${path} belongs to another user`, {
        hint: `give --config ${relative(from, path)} if you trust it, or --no-config`,
      });
    return path;
  }
  return undefined;
}

/** From the folder up to that of the nearest package.json; only the folder itself if there is none. */
function listFolders(from: string): string[] {
  const folders: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    folders.push(folder);
    if (existsSync(join(folder, 'package.json'))) return folders;
    if (folder === dirname(folder)) return [from];
  }
}

function listConfigs(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    // It can be entered, but not listed.
    return [];
  }
}

/** Undefined for what does not exist any more; always 0 on Windows. */
const readOwner = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.uid;
