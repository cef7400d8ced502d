import { execFile } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isFile, listOnPath } from '../../processes/find-program.ts';
import type { Machine } from '../../processes/this-machine.ts';
import { parseVersion, type Version } from './node-version.ts';

const ANSWER_LIMIT_MS = 10 * 1000;

export interface FoundNode {
  readonly path: string;
  /** As the binary reports it, or as its folder is named. */
  readonly version: Version;
}

/** This Node, every `node` on PATH, and what version managers have installed, in this order. */
export async function listInstalledNodes(machine: Machine): Promise<FoundNode[]> {
  const own = parseVersion(machine.nodeVersion);
  return [
    ...(own === undefined ? [] : [{ path: machine.execPath, version: own }]),
    ...(await listNodesOnPath(machine)),
    ...listVersionManagers(machine).flatMap(({ folder, below }) => listVersions(folder, below)),
  ];
}

/** The version that a binary reports. Undefined if it does not run, or is not a Node. */
export async function askVersion(path: string, env: NodeJS.ProcessEnv): Promise<Version | undefined> {
  // NODE_OPTIONS can contain a flag that another version does not know.
  const { NODE_OPTIONS: _dropped, ...clean } = env;
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], {
      env: clean,
      timeout: ANSWER_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    return parseVersion(stdout.trim());
  } catch {
    return undefined;
  }
}

async function listNodesOnPath(machine: Machine): Promise<FoundNode[]> {
  const paths = new Map([[machine.execPath, machine.execPath]]);
  for (const path of listOnPath('node', machine)) {
    const real = realpathOf(path);
    // A version manager's shim works by its own name, so it is not replaced by the file that it links to.
    if (!paths.has(real)) paths.set(real, path);
  }
  const [, ...others] = paths.values();
  const answers = others.map(async (path) => ({
    path,
    version: await askVersion(path, machine.env),
  }));
  return (await Promise.all(answers)).filter((node): node is FoundNode => node.version !== undefined);
}

/** The path itself where it cannot be resolved. */
function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

interface VersionManager {
  readonly name: string;
  /** Has a folder for each version. */
  readonly folder: string;
  /** Where the binary is in that folder. */
  readonly below: string;
}

/** Where the usual version managers install Node. */
export function listVersionManagers({ env, home, platform }: Machine): VersionManager[] {
  const isWindows = platform === 'win32';
  const binary = isWindows ? 'node.exe' : 'bin/node';
  const fnmBinary = join('installation', binary);
  const local = env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  const data = env.XDG_DATA_HOME || join(home, '.local', 'share');
  const support = join(home, 'Library', 'Application Support');
  const manager = (name: string, folder: string, below = binary): VersionManager => ({ name, folder, below });
  return [
    isWindows
      ? manager('nvm', env.NVM_HOME || join(env.APPDATA ?? local, 'nvm'))
      : manager('nvm', join(env.NVM_DIR || join(home, '.nvm'), 'versions', 'node')),
    ...(env.FNM_DIR
      ? [env.FNM_DIR]
      : [join(isWindows ? (env.APPDATA ?? local) : data, 'fnm'), join(support, 'fnm'), join(home, '.fnm')]
    ).map((folder) => manager('fnm', join(folder, 'node-versions'), fnmBinary)),
    manager(
      'volta',
      join(env.VOLTA_HOME || (isWindows ? join(local, 'Volta') : join(home, '.volta')), 'tools/image/node'),
    ),
    manager('asdf', join(env.ASDF_DATA_DIR || join(home, '.asdf'), 'installs', 'nodejs')),
    manager('mise', join(env.MISE_DATA_DIR || join(data, 'mise'), 'installs', 'node')),
    manager('n', join(env.N_PREFIX || '/usr/local', 'n', 'versions', 'node')),
    manager('nodenv', join(env.NODENV_ROOT || join(home, '.nodenv'), 'versions')),
    manager('nodebrew', join(home, '.nodebrew', 'node')),
  ];
}

/** Folders that are named by a full version; `lts` and `20` are links to one of them. */
function listVersions(folder: string, below: string): FoundNode[] {
  return listNames(folder).flatMap((name) => {
    const version = parseVersion(name);
    const path = join(folder, name, below);
    return version !== undefined && isFile(path) ? [{ path, version }] : [];
  });
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // It does not exist, or cannot be read.
  }
}
