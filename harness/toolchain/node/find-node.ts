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
  /** Gets a line where it takes long. */
  readonly say: (line: string) => void;
  readonly machine?: Machine;
}

/**
 * The path of the Node binary that `PATH|VERSION` means. A path is taken as it is, and so is the name of a program on
 * PATH; `current` is the Node that runs tidemark. For a version, the newest that is installed, else the newest in
 * tidemark's cache, else the newest of npm. Throws a UsageError where there is none.
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
  if (download.state === 'kept') return download.path;
  throw refuseMissing(request, [...installed, ...cached], download.reason, machine);
}

/** The newest first. What says that it is another version, or nothing, is passed over. */
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
  there: readonly FoundNode[],
  reason: string,
  machine: Machine,
): UsageError {
  const managers = [...new Set(listVersionManagers(machine).map(({ name }) => name))].join(', ');
  const versions = [
    ...new Set(
      there
        .map(({ version }) => version)
        .sort(compareNewestFirst)
        .map(formatVersion),
    ),
  ];
  return new UsageError(
    `there is no Node ${formatVersion(request)} here, and it could not be taken from npm: ${reason}`,
    {
      hint: `looked for on PATH, in the folders of ${managers}, and in ${locateCache(machine)}; there is ${versions.join(', ') || 'none'}. Install it, or give the path of its binary`,
    },
  );
}
