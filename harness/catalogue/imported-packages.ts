/** Which packages a module imports, and in which versions: what is installed anew may be another program. */
import { readFileSync, realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBoundedText } from '../files/bounded-file.ts';
import { packageNameOf } from './resolve-imports.ts';

/**
 * The manifests of the packages that a module imports, and of those that they depend on; in place of a manifest, the
 * content of a file that belongs to no package. tidemark itself is not one of them: its version is stored by its name.
 */
export function readImportedPackages(text: string, modulePath: string): string[] {
  const manifests = new Map<string, string>();
  const files: string[] = [];
  for (const [, specifier = ''] of text.matchAll(IMPORTED)) {
    if (isBuiltin(specifier) || specifier.startsWith('.')) continue;
    const path = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
    const folder = isAbsolute(path)
      ? findPackageOf(dirname(path))
      : findInstalled(packageNameOf(path), dirname(modulePath));
    if (folder !== undefined) addPackage(folder, manifests);
    // An addon is often built again for the same version.
    if (isAbsolute(path) && (folder === undefined || path.endsWith('.node'))) files.push(readFile(path));
  }
  return [...manifests.values(), ...files];
}

/** Of a bundle, or of a module that was written by hand. A text that only looks like it names no package. */
const IMPORTED = /\b(?:from|import|require|__require)\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;

function addPackage(folder: string, manifests: Map<string, string>): void {
  // Links of a package manager lead to the same folder.
  const real = realpathSync(folder);
  if (manifests.has(real)) return;
  const manifest = readManifest(join(real, 'package.json'));
  manifests.set(real, manifest);
  for (const name of listDependencies(manifest)) {
    const dependency = findInstalled(name, real);
    if (dependency !== undefined) addPackage(dependency, manifests);
  }
}

function findInstalled(name: string | undefined, from: string): string | undefined {
  if (name === undefined || name === 'tidemark') return undefined;
  const folder = join(from, 'node_modules', name);
  if (readManifest(join(folder, 'package.json')) !== '') return folder;
  return from === dirname(from) ? undefined : findInstalled(name, dirname(from));
}

/** The nearest folder with a manifest, within node_modules. */
function findPackageOf(folder: string): string | undefined {
  if (!folder.includes(`${sep}node_modules${sep}`)) return undefined;
  return readManifest(join(folder, 'package.json')) === '' ? findPackageOf(dirname(folder)) : folder;
}

/** Empty if there is none that could be read: then Node cannot load the package either, and says so. */
function readManifest(path: string): string {
  try {
    return readBoundedText(path, { where: '' });
  } catch {
    return '';
  }
}

function listDependencies(manifest: string): string[] {
  try {
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(manifest);
    return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).sort();
  } catch {
    return [];
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
