/** The settings that completion needs, as the line, the environment or the configuration has them. Nothing is run. */
import { dirname, resolve } from 'node:path';
import type { Takes } from '../command-line/define-command.ts';
import { nameVariable } from '../command-line/parser/settings.ts';
import { splitSelectors } from '../command-line/values/split-selectors.ts';
import { findConfig } from '../config/read/find-config.ts';
import { readBoundedText } from '../files/bounded-file.ts';
import type { ReadLine } from './read-line.ts';
import { readStrings } from './read-source.ts';

export interface Settings {
  readonly resultsRoot: string;
  /** What is measured if no scenario is typed. */
  readonly configured: readonly string[];
  /** The scenarios of the line; else those that are configured. */
  readonly selected: readonly string[];
}

export async function findSettings({ given }: ReadLine, env: NodeJS.ProcessEnv): Promise<Settings> {
  const read = openConfig(given.get('config'));
  const configured = await read('scenarios', 'scenarios');
  const [results] = await read('results', 'path');
  const typed = given.get('scenario') ?? [];
  return {
    resultsRoot: given.get('results')?.at(-1) ?? env[nameVariable('results')] ?? results ?? 'results',
    configured,
    selected: typed.length > 0 ? splitSelectors(typed) : configured,
  };
}

type ReadKey = (key: string, takes: Takes) => Promise<readonly string[]>;

/** A file that cannot be read, or that is refused, sets nothing here. */
function openConfig(named: readonly string[] | undefined): ReadKey {
  try {
    const current = process.cwd();
    const [last] = named?.slice(-1) ?? [findConfig(current)];
    if (last === undefined) return async () => [];
    const path = resolve(last);
    const text = readBoundedText(path, { where: '' });
    return async (key, takes) => {
      const { relocate } = await import('../config/read/relocate.ts');
      return [relocate(readStrings(text, key), takes, { of: dirname(path), current })].flat() as string[];
    };
  } catch {
    return async () => [];
  }
}
