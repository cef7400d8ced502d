/** Paths in a configuration are relative to its folder, and those of a flag to the current one. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { isPath } from '../../catalogue/find-own-files.ts';
import type { Takes } from '../../command-line/define-command.ts';
import type { Raw } from '../../command-line/parser/settings.ts';
import { BENCH_PREFIX } from '../../request.ts';

interface Folders {
  readonly of: string;
  readonly current: string;
}

/** The same value as the user would type it in the current folder. */
export function relocate(raw: Raw, takes: Takes, folders: Folders): Raw {
  const move = makeMover(takes, folders);
  if (folders.of === folders.current || move === undefined || typeof raw === 'boolean') return raw;
  return typeof raw === 'string' ? move(raw) : raw.map(move);
}

function makeMover(takes: Takes, folders: Folders): ((word: string) => string) | undefined {
  if (typeof takes === 'object')
    return 'reporters' in takes ? (word) => moveReporters(word, folders) : undefined;
  switch (takes) {
    case 'path':
      return (word) => movePath(word, folders);
    case 'scenarios':
      return (word) => moveSelectors(word, folders);
    case 'baseline':
    case 'report':
    case 'node':
      return (word) => (/[/\\]|\.json$/.test(word) ? movePath(word, folders) : word);
    default:
      return undefined;
  }
}

const movePath = (word: string, { of, current }: Folders): string =>
  isAbsolute(word) ? word : relative(current, join(of, word)) || '.';

/** `junit=results/junit.xml,github` */
const moveReporters = (words: string, folders: Folders): string =>
  words
    .split(',')
    .map((word) =>
      word.replace(
        /^([^=]*=\s*)(.+)$/s,
        (_all, name: string, file: string) => name + movePath(file, folders),
      ),
    )
    .join(',');

/** A word that is no path is the name of a scenario, unless a folder has that name. A pattern has slashes on every system. */
function moveSelectors(word: string, folders: Folders): string {
  if (word.startsWith(BENCH_PREFIX)) return BENCH_PREFIX + movePath(word.slice(BENCH_PREFIX.length), folders);
  const isHere = existsSync(resolve(folders.of, word));
  if (isAbsolute(word) || word.startsWith('file:') || !(isHere || isPath(word))) return word;
  const above = relative(folders.current, folders.of).split(sep).join('/');
  const moved = posix.join(isHere ? above : above.replace(/[*?{}[\]()!]/g, '\\$&'), word);
  // A plain word could be a name as well.
  return isPath(moved) ? moved : `./${moved}`;
}
