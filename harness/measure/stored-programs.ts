/** Which of the selected scenarios an interrupted invocation has measured. Nothing is imported: a folder is data. */
import { pathToFileURL } from 'node:url';
import { compileScenario } from '../catalogue/compile-scenario.ts';
import { findOwnFiles, readBenchPath } from '../catalogue/find-own-files.ts';
import { selectsFiles } from '../catalogue/load-scenarios.ts';
import { hashProgram } from '../catalogue/program-hash.ts';
import { scenarioFile } from '../catalogue/scenario-file.ts';
import type { Conditions } from '../store/results-folder.ts';

type Programs = Conditions['programs'];

export interface StoredPrograms {
  /** Selects the same scenarios, and no other file that is in their folders. */
  readonly selectors: readonly string[];
  /** A sentence for each file that is not what was measured. */
  readonly differences: readonly string[];
}

export async function findStoredPrograms(
  selectors: readonly string[],
  programs: Programs,
): Promise<StoredPrograms> {
  const found: string[] = [];
  const differences: string[] = [];
  for (const selector of selectors) {
    const { paths, areCandidates } = selectsFiles(selector)
      ? findOwnFiles(selector)
      : { paths: [], areCandidates: false };
    const known: string[] = [];
    for (const path of paths) {
      const difference = await compareProgram(selector, path, programs);
      if (difference === undefined) known.push(path);
      // A folder has modules that scenarios share as well.
      else if (!areCandidates || difference.isStored) differences.push(difference.text);
    }
    if (areCandidates) found.push(...known);
    else found.push(selector);
    if (areCandidates && known.length === 0) differences.push(`no scenario in ${selector} is one of its own`);
  }
  return { selectors: found, differences };
}

async function compareProgram(
  selector: string,
  path: string,
  programs: Programs,
): Promise<{ readonly text: string; readonly isStored: boolean } | undefined> {
  const file = scenarioFile(pathToFileURL(path).href);
  if (file !== undefined && !Object.hasOwn(programs, file))
    return { text: `the scenario ${file} is new`, isStored: false };
  const isOfBenches = readBenchPath(selector) !== undefined;
  const hash = await hashProgram(isOfBenches ? pathToFileURL(path).href : await compileScenario(path));
  // One that comes with tidemark is stored by a name that only the program says.
  const isSame = file === undefined ? Object.values(programs).includes(hash) : programs[file] === hash;
  return isSame ? undefined : { text: `the scenario ${file ?? path} has been changed`, isStored: true };
}
