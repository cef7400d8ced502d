/** Finds programs on PATH, so that they can be started without a shell, which would interpret what a user wrote. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Machine } from './this-machine.ts';

export interface Program {
  readonly command: string;
  /** Arguments that come before all others. */
  readonly leading: readonly string[];
}

/** The script that each `.cmd` starts, relative to its folder: Windows starts a `.cmd` only with a shell. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  npm: ['node_modules/npm/bin/npm-cli.js'],
  npx: ['node_modules/npm/bin/npx-cli.js'],
  pnpm: ['node_modules/pnpm/bin/pnpm.cjs', 'node_modules/corepack/dist/pnpm.js'],
  yarn: ['node_modules/yarn/bin/yarn.js', 'node_modules/corepack/dist/yarn.js'],
};

/** The first program of that name on PATH. Undefined if there is none. */
export function findProgram(name: string, machine: Machine): Program | undefined {
  const [path] = listOnPath(name, machine);
  if (path !== undefined) return { command: path, leading: [] };
  if (machine.platform !== 'win32') return undefined;
  const script = pathFolders(machine)
    .flatMap((folder) => (SCRIPTS[name] ?? []).map((file) => join(folder, file)))
    .find(isFile);
  return script === undefined ? undefined : { command: machine.execPath, leading: [script] };
}

/** Every program of that name on PATH, in its order. */
export function listOnPath(name: string, machine: Machine): string[] {
  const file = machine.platform === 'win32' && !name.endsWith('.exe') ? `${name}.exe` : name;
  return pathFolders(machine)
    .map((folder) => join(folder, file))
    .filter((path) => isFile(path) && isExecutable(path));
}

/** Windows names it `Path`; only `process.env` itself ignores case. */
function pathFolders({ env }: Machine): string[] {
  const path = env.PATH ?? env.Path ?? '';
  // An empty entry would mean the current folder.
  return path.split(delimiter).filter((folder) => folder !== '');
}

/** What cannot be looked at, such as in a folder that one may not enter, is not a file. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
