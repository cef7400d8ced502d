/** The files under baselines/. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const SUFFIX = '.json';

export const baselinePath = (resultsRoot: string, name: string): string =>
  join(resultsRoot, 'baselines', name + SUFFIX);

/** The names of the kept baselines, sorted; none where there is no such folder. */
export function listBaselines(resultsRoot: string): string[] {
  return listFolder(join(resultsRoot, 'baselines'))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => basename(file, SUFFIX))
    .sort();
}

/** The ids of invocations, the oldest first: they begin with the time. */
export const listInvocations = (resultsRoot: string): string[] =>
  listFolder(join(resultsRoot, 'runs')).sort();

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
