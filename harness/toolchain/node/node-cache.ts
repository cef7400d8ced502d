/** The Node binaries that tidemark has downloaded from npm, one folder per version. */
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAbandoned, makeOwnedFolder } from '../../processes/owned-folder.ts';
import type { Machine } from '../../processes/this-machine.ts';
import { askVersion, type FoundNode } from './installed-nodes.ts';
import { compareNewestFirst, formatVersion, parseVersion, type Version } from './node-version.ts';

const PARTIAL = 'partial';

/** In the user's cache folder, which may be deleted at any time. */
export function locateCache({ env, home, platform }: Machine): string {
  const folder = {
    win32: env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'),
    darwin: join(home, 'Library', 'Caches'),
  }[platform as string];
  return join(env.XDG_CACHE_HOME || (folder ?? join(home, '.cache')), 'tidemark', 'node');
}

export function listCachedNodes(machine: Machine): FoundNode[] {
  const cache = locateCache(machine);
  const suffix = platformSuffix(machine);
  return listNames(cache).flatMap((name) => {
    const version = name.endsWith(suffix) ? parseVersion(name.slice(0, -suffix.length)) : undefined;
    return version === undefined ? [] : [{ path: binaryOf(join(cache, name), machine), version }];
  });
}

/** An empty folder in the cache, on the same disk as its final place. Unfinished downloads of dead processes are deleted. */
export function makePartialFolder(machine: Machine): string {
  const cache = locateCache(machine);
  for (const name of listNames(cache)) {
    if (isAbandoned(name, PARTIAL)) rmSync(join(cache, name), { recursive: true, force: true });
  }
  return makeOwnedFolder(cache, PARTIAL);
}

/** Moves a folder with `bin/node` into the cache. If another invocation was first, its copy is used. */
export async function moveToCache(folder: string, version: Version, machine: Machine): Promise<string> {
  const target = join(locateCache(machine), formatVersion(version) + platformSuffix(machine));
  const path = binaryOf(target, machine);
  try {
    renameSync(folder, target);
  } catch {
    const existing = await askVersion(path, machine.env);
    if (existing !== undefined && compareNewestFirst(existing, version) === 0) return path;
    // It is damaged, or it would have been used. If nothing is there, the error has another cause and is thrown again.
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
  }
  return path;
}

export const binaryOf = (folder: string, { platform }: Machine): string =>
  join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');

/** A home folder can be shared by different machines. */
const platformSuffix = ({ platform, arch }: Machine): string => `-${platform}-${arch}`;

function listNames(cache: string): string[] {
  try {
    return readdirSync(cache);
  } catch {
    return []; // Nothing was cached yet.
  }
}
