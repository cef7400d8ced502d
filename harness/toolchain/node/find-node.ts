import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { isFile, listOnPath } from '../../processes/find-program.ts';
import { describeThisMachine, type Machine } from '../../processes/this-machine.ts';
import { downloadNode } from './download-node.ts';
import { askVersion, type FoundNode, listInstalledNodes, listVersionManagers } from './installed-nodes.ts';
import { listCachedNodes, locateCache } from './node-cache.ts';
import {
  compareNewestFirst,
  formatVersion,
  parseRequest,
  reaches,
  satisfies,
  type Version,
  type VersionRequest,
} from './node-version.ts';

export interface FindNodeOptions {
  /** An older version is refused before it is downloaded. */
  readonly oldest: Version;
  /** Receives a line before a step that takes long. */
  readonly say: (line: string) => void;
  readonly machine?: Machine;
}

/**
 * The path of the Node binary that `PATH|VERSION` selects. A path is used as it is, and so is the name of a program on
 * PATH; `current` is the Node that runs tidemark. For a version, the newest that is installed, else the newest in
 * tidemark's cache, else the newest that npm has. Throws a UsageError if there is none.
 */
export async function findNode(word: string, options: FindNodeOptions): Promise<string> {
  const { oldest, say, machine = describeThisMachine() } = options;
  if (word === 'current') return machine.execPath;
  if (/[/\\]/.test(word) || isFile(word)) return resolve(word);
  const request = parseRequest(word);
  if (request === undefined) return findByName(word, machine);
  if (!reaches(request, oldest)) throw refuseOld(request, oldest);
  const isWanted = ({ version }: FoundNode): boolean =>
    satisfies(version, request) && compareNewestFirst(version, oldest) <= 0;
  const installed = await listInstalledNodes(machine);
  const cached = listCachedNodes(machine);
  const found =
    (await findFirstThatRuns(installed.filter(isWanted), machine)) ??
    (await findFirstThatRuns(cached.filter(isWanted), machine));
  if (found !== undefined) return found;
  const download = await downloadNode(request, machine, say);
  if (download.state === 'cached') return download.path;
  throw refuseMissing(request, [...installed, ...cached], download.reason, machine);
}

/** Tries the newest first. A binary that reports another version, or does not run, is skipped. */
async function findFirstThatRuns(nodes: readonly FoundNode[], machine: Machine): Promise<string | undefined> {
  for (const { path, version } of nodes.toSorted((a, b) => compareNewestFirst(a.version, b.version))) {
    const answer = await askVersion(path, machine.env);
    if (answer !== undefined && compareNewestFirst(answer, version) === 0) return path;
  }
  return undefined;
}

function findByName(word: string, machine: Machine): string {
  const [path] = word === '' ? [] : listOnPath(word, machine);
  if (path !== undefined) return path;
  throw new UsageError(`'${word}' is neither a version of Node nor a file`, {
    hint: 'give a version such as 22 or 22.12.0, the path of a Node binary, or current',
  });
}

const refuseOld = (request: VersionRequest, oldest: Version): UsageError =>
  new UsageError(`Node ${formatVersion(request)} is too old`, {
    hint: `tidemark measures Node ${formatVersion(oldest.slice(0, 2) as [number, number])} and later`,
  });

function refuseMissing(
  request: VersionRequest,
  available: readonly FoundNode[],
  reason: string,
  machine: Machine,
): UsageError {
  const managers = [...new Set(listVersionManagers(machine).map(({ name }) => name))].join(', ');
  const versions = [
    ...new Set(
      available
        .map(({ version }) => version)
        .sort(compareNewestFirst)
        .map(formatVersion),
    ),
  ];
  return new UsageError(
    `Node ${formatVersion(request)} is not installed, and could not be downloaded from npm: ${reason}`,
    {
      hint: `available: ${versions.join(', ') || 'none'} (searched PATH, the folders of ${managers}, and ${locateCache(machine)}); install it, or give the path of its binary`,
    },
  );
}
