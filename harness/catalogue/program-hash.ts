/** Identifies the program that a scenario is: its own file, and what is compiled, imported or started with it. */
import { createHash, type Hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readImportedPackages } from './imported-packages.ts';
import { findPeerModule, listPeerUrls } from './peers/peer-modules.ts';

const HASH_LENGTH = 16;

/**
 * The hash of a module of plain JavaScript, of the files that it imports by a relative path, of its peers, and of the
 * versions of the packages that they import. Comments are not part of it: esbuild puts paths into them that depend on
 * the current folder.
 */
export async function hashProgram(url: string): Promise<string> {
  const hash = createHash('sha256');
  const files = [url];
  // The array grows while it is read; each file comes once.
  for (const file of files) {
    for (const other of await addModule(hash, file)) if (!files.includes(other)) files.push(other);
  }
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

/** Returns the URLs of the modules that belong to it. */
async function addModule(hash: Hash, url: string): Promise<string[]> {
  const path = fileURLToPath(url);
  const text = withoutComments(readFileSync(path, 'utf8'));
  for (const part of [text, ...readImportedPackages(text, path)]) hash.update(part).update('\0');
  return [...listImports(text, url), ...(await findPeers(text, url))];
}

/** One that is missing or does not compile says so when it is started. */
async function findPeers(text: string, url: string): Promise<string[]> {
  const found = listPeerUrls(text, url).map((peer) => findPeerModule(peer).catch(() => undefined));
  return (await Promise.all(found)).flatMap((path) => (path === undefined ? [] : [pathToFileURL(path).href]));
}

const withoutComments = (text: string): string => text.replaceAll(/^[^\S\n]*\/\/.*\n?/gm, '');

function listImports(text: string, from: string): string[] {
  return [...text.matchAll(/^(?:import|export)\b[^;]*?['"](\.{1,2}\/[^'"]+)['"]/gm)]
    .map(([, specifier = '']) => new URL(specifier, from).href)
    .filter((url) => existsSync(fileURLToPath(url)));
}
