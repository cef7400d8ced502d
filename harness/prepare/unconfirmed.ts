/** What a stored request asks for, and only the user may: a file is data, and must not choose what is run. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOwnFiles, readBenchPath } from '../catalogue/find-own-files.ts';
import { selectsFiles } from '../catalogue/load-scenarios.ts';
import { UsageError } from '../errors.ts';
import { quoteLine } from '../report/text/terminal-text.ts';

/** The file, and the command that was to use it. */
export interface Source {
  readonly path: string;
  readonly command: 'check' | '--resume';
}

const KINDS = {
  nodeFlags: { what: 'Node flags', option: '--node-flag=' },
  environmentVariables: { what: 'environment variables', option: '--env ' },
  nodes: { what: 'Nodes', option: '--node ' },
  runtimes: { what: 'runtimes', option: '--runtime ' },
} as const;

/** Throws a UsageError if the user has not given everything of a kind that is stored. */
export function refuseUnconfirmed(
  kind: keyof typeof KINDS,
  stored: readonly string[],
  given: readonly string[],
  { path, command }: Source,
): void {
  const missing = stored.filter((each) => !given.includes(each));
  if (missing.length === 0) return;
  const { what, option } = KINDS[kind];
  const same = missing.map((each) => `${option}${quoteLine(each)}`).join(' ');
  const orTrust =
    command === 'check' && kind !== 'runtimes' ? ', or --trust-baseline-flags if you trust that file' : '';
  throw new UsageError(
    `${path} was measured with the ${what} ${missing.map(quoteLine).join(', ')}, which ${command} does not take from a file`,
    { hint: command === 'check' ? `give them yourself (${same})${orTrust}` : `give them again: ${same}` },
  );
}

/** Throws a UsageError if a scenario is a file outside of the project. */
export function refuseOutsideScenario(scenarios: readonly string[], { path, command }: Source): void {
  const outside = scenarios.find((selector) => selectsFiles(selector) && !isInProject(selector));
  if (outside === undefined) return;
  throw new UsageError(
    `${path} was measured with the scenario ${quoteLine(outside)}, which is not a file of this project`,
    {
      hint: `run ${command} in the project of the scenario, or name the file yourself: --scenario FILE`,
    },
  );
}

/** Throws a UsageError if a scenario is a file in `folder`, or outside of the project and another user's. */
export function refuseForeignScenario(scenarios: readonly string[], folder: string, { path }: Source): void {
  const real = realpathOf(folder);
  const isForeign = (selector: string): boolean => {
    const files = findOwnFiles(selector).paths;
    return files.some((file) => isBelow(real, file)) || (!files.every(isOwn) && !isInProject(selector));
  };
  const foreign = scenarios.find((selector) => selectsFiles(selector) && isForeign(selector));
  if (foreign === undefined) return;
  throw new UsageError(
    `${path} was measured with the scenario ${quoteLine(foreign)}, which is not your own`,
    {
      hint: 'give it again if you trust that file: --scenario FILE',
    },
  );
}

/** Always, on Windows. */
function isOwn(file: string): boolean {
  const { uid } = statSync(file);
  return uid === 0 || uid === (process.getuid?.() ?? uid);
}

/**
 * Whether all files that it selects are below the root of the git repository that tidemark was called in, or below the
 * current folder without one, even after links are followed. Nothing outside of it is listed.
 */
function isInProject(selector: string): boolean {
  const benchPath = readBenchPath(selector);
  const [fixed = ''] = benchPath === undefined ? selector.split(/[*?{[(!]/, 1) : [benchPath];
  if (selector.slice(fixed.length).split(/[/\\]/).includes('..')) return false;
  const root = realpathSync(findProjectRoot(process.cwd()));
  return isBelow(root, toPath(fixed)) && findOwnFiles(selector).paths.every((path) => isBelow(root, path));
}

function isBelow(root: string, path: string): boolean {
  const below = relative(root, realpathOf(path));
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function toPath(selector: string): string {
  try {
    return selector.startsWith('file:') ? fileURLToPath(selector) : resolve(selector);
  } catch {
    return '/'; // Not a URL of a file: never in the project.
  }
}

/** Of the nearest folder that exists: a link must not lead out of the project. */
function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === dirname(path) ? path : join(realpathOf(dirname(path)), relative(dirname(path), path));
  }
}

function findProjectRoot(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, '.git'))) return above;
    if (above === dirname(above)) return folder;
  }
}
