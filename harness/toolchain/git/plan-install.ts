/** Which commands install the dependencies of a checkout. Reads files, and starts nothing. */
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseBoundedJson, readBoundedText } from '../../files/bounded-file.ts';

export interface InstallStep {
  readonly folder: string;
  readonly program: 'npm' | 'pnpm' | 'yarn';
  readonly args: readonly string[];
}

const REMEDY = 'it is in the revision: use another one';
const REMEDIES = { where: REMEDY, damaged: REMEDY };

/**
 * The steps that install the dependencies of a folder in a checkout, the outermost first: those of the nearest lock
 * file in the folder or above it, and those of lock files further up that the user has installed as well, since a
 * package in a subfolder may import from the one around it.
 */
export function planInstall(
  checkoutRoot: string,
  folder: string,
  isInstalled: (folder: string) => boolean,
): InstallStep[] {
  const folders = listFoldersUpTo(checkoutRoot, folder);
  const locked = folders.filter((one) => findLock(one) !== undefined);
  const [nearest, ...outer] = locked;
  const owner = folders.find((one) => existsSync(join(one, 'package.json')));
  if (nearest === undefined) {
    return owner !== undefined && hasDependencies(owner) ? [installUnlocked(owner)] : [];
  }
  return [nearest, ...outer.filter(isInstalled)].toReversed().flatMap((one) => {
    const step = findLock(one)?.(one);
    return step === undefined ? [] : [step];
  });
}

/** From the folder itself to the root. */
function listFoldersUpTo(root: string, folder: string): string[] {
  const below = relative(root, folder);
  const names = below === '' ? [] : below.split(sep);
  return [...names.map((_name, index) => join(root, ...names.slice(0, names.length - index))), root];
}

// They override the user's configuration: build tools are usually development dependencies.
const NPM_OPTIONS = ['--include=dev', '--no-audit', '--no-fund', '--no-global', '--loglevel=error'];

const npmCi = (folder: string): InstallStep => ({ folder, program: 'npm', args: ['ci', ...NPM_OPTIONS] });

/** By the name of a lock file; the first that exists is used. */
const LOCKS: Readonly<Record<string, (folder: string) => InstallStep>> = {
  'npm-shrinkwrap.json': npmCi,
  'package-lock.json': npmCi,
  'pnpm-lock.yaml': (folder) => ({ folder, program: 'pnpm', args: ['install', '--frozen-lockfile'] }),
  'yarn.lock': (folder) => ({ folder, program: 'yarn', args: ['install', yarnFreeze(folder)] }),
};

function findLock(folder: string): ((folder: string) => InstallStep) | undefined {
  return Object.entries(LOCKS).find(([name]) => existsSync(join(folder, name)))?.[1];
}

/** Yarn 1 has another name for this option than later versions; their lock files differ too. */
function yarnFreeze(folder: string): string {
  const isFirst = readBoundedText(join(folder, 'yarn.lock'), REMEDIES).includes('# yarn lockfile v1');
  return isFirst ? '--frozen-lockfile' : '--immutable';
}

/** Without a lock file, the newest versions that package.json allows: the same for both sides of a comparison. */
const installUnlocked = (folder: string): InstallStep => ({
  folder,
  program: 'npm',
  args: ['install', '--no-package-lock', ...NPM_OPTIONS],
});

function hasDependencies(folder: string): boolean {
  const path = join(folder, 'package.json');
  const manifest = parseBoundedJson(path, readBoundedText(path, REMEDIES), REMEDIES);
  const { dependencies, devDependencies, optionalDependencies } = (manifest ?? {}) as Record<
    string,
    object | undefined
  >;
  return [dependencies, devDependencies, optionalDependencies].some(
    (names) => Object.keys(names ?? {}).length > 0,
  );
}
