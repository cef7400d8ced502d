/** The files under baselines/. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { INVOCATION, SAMPLES } from './results-names.ts';

const SUFFIX = '.json';

export const baselinePath = (resultsRoot: string, name: string): string =>
  join(resultsRoot, 'baselines', name + SUFFIX);

/** The names of the stored baselines, sorted; empty if the folder does not exist. */
export function listBaselines(resultsRoot: string): string[] {
  return listFolder(join(resultsRoot, 'baselines'))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => basename(file, SUFFIX))
    .sort();
}

/** The ids of invocations that have a report, the oldest first: they begin with the time. A/B comparisons are not included. */
export const listReports = (resultsRoot: string): string[] =>
  listFolder(resultsRoot)
    .filter((id) => existsSync(join(resultsRoot, id, 'report.json')))
    .sort();

/** The ids of invocations that can be resumed, the oldest first. */
export const listInterrupted = (resultsRoot: string): string[] =>
  listFolder(resultsRoot)
    .filter(
      (id) => existsSync(join(resultsRoot, id, INVOCATION)) && !existsSync(join(resultsRoot, id, SAMPLES)),
    )
    .sort();

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new UsageError(
      `${path} cannot be listed: ${error instanceof Error ? error.message : String(error)}`,
      { hint: 'give the results directory with --results', cause: error },
    );
  }
}
