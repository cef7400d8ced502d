/** The files and folders that a path may go on with. */
import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Candidate } from './match-words.ts';

/** More would be of no use to a person. */
const MAX_ENTRIES = 1000;

/** As they are typed, behind what was typed of the folder; folders end with a slash. */
export function listPaths(typed: string, isWanted: (file: string) => boolean = () => true): Candidate[] {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const path = folder.startsWith('~/') ? join(homedir(), folder.slice(2)) : resolve(folder);
  const showsHidden = typed.slice(folder.length).startsWith('.');
  return readFolder(path)
    .filter((name) => showsHidden || !name.startsWith('.'))
    .slice(0, MAX_ENTRIES)
    .flatMap((name) => {
      if (isFolder(join(path, name))) return name === 'node_modules' ? [] : [{ word: `${folder}${name}/` }];
      return isWanted(name) ? [{ word: folder + name }] : [];
    });
}

function readFolder(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
