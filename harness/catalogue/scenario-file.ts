/** The file of a scenario, as a path that is the same on every machine and in every checkout. */
import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ScenarioIdentity, scenarioKey } from '../case-key.ts';
import { UsageError } from '../errors.ts';
import { readBoundedText } from '../files/bounded-file.ts';
import type { DescribedScenario } from './describe-scenarios.ts';
import { shortPath } from './find-own-files.ts';

/**
 * The path of a scenario's source, a file: URL, below the root of the project that owns it: the folder above it with
 * `.git`, else the nearest with a package.json, else the current folder if it is above it, else its own. Undefined for the scenarios of tidemark itself,
 * whichever copy or revision they are from.
 */
export function scenarioFile(source: string): string | undefined {
  const path = fileURLToPath(source);
  const folder = dirname(path);
  const packageFolder = findAbove(folder, 'package.json');
  if (packageFolder !== undefined && isOfTidemark(packageFolder, path)) return undefined;
  const root = findAbove(folder, '.git') ?? packageFolder;
  if (root !== undefined) return toPosix(relative(root, path));
  const fromHere = toPosix(relative(process.cwd(), path));
  return fromHere.startsWith('../') || isAbsolute(fromHere) ? basename(path) : fromHere;
}

/** Where the file of a report would be in the project of the current folder: the opposite of `scenarioFile`. */
export function findInProject(file: string): string {
  const here = process.cwd();
  return resolve(findAbove(here, '.git') ?? findAbove(here, 'package.json') ?? here, file);
}

const toPosix = (path: string): string => path.split(sep).join('/');

/** What distinguishes a scenario from every other, in every report. */
export function identifyScenario({
  name,
  source,
}: Pick<DescribedScenario, 'name' | 'source'>): ScenarioIdentity {
  const file = scenarioFile(source);
  return { scenario: name, ...(file !== undefined && { file }) };
}

/** Throws a UsageError for two files with the same identity: no comparison could distinguish their results. */
export function refuseIndistinguishable(
  scenarios: readonly Pick<DescribedScenario, 'name' | 'source'>[],
): void {
  const sources = new Map<string, string>();
  for (const scenario of scenarios) {
    const key = scenarioKey(identifyScenario(scenario));
    const other = sources.get(key);
    if (other !== undefined && other !== scenario.source) {
      const [one, two] = [other, scenario.source].map((source) => shortPath(fileURLToPath(source)));
      throw new UsageError(`${one} and ${two} are both the scenario ${scenario.name}`, {
        hint: 'rename one, or measure them separately; below a package.json they are distinguished by their paths',
      });
    }
    sources.set(key, scenario.source);
  }
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
    return (
      JSON.parse(readBoundedText(join(packageFolder, 'package.json'), { where: '' })).name === 'tidemark'
    );
  } catch {
    return false;
  }
}
