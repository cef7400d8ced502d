/** Identifies the program that a scenario is: its own file and what is compiled or imported with it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HASH_LENGTH = 16;

/**
 * The hash of a module of plain JavaScript and of the files that it imports by a relative path. Comments are not part of
 * it: esbuild puts paths into them that depend on the current folder.
 */
export function hashProgram(url: string): string {
  const hash = createHash('sha256');
  const files = [url];
  // The array grows while it is read; each file comes once.
  for (const file of files) {
    const text = readFileSync(fileURLToPath(file), 'utf8');
    hash.update(withoutComments(text)).update('\0');
    for (const imported of listImports(text, file)) if (!files.includes(imported)) files.push(imported);
  }
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

/** The hash of a text, to distinguish two versions of a file by their names. */
export const hashText = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);

const withoutComments = (text: string): string => text.replaceAll(/^\s*\/\/.*$/gm, '');

/** Those of packages are not followed: an installed package is part of the environment. */
function listImports(text: string, from: string): string[] {
  return [...text.matchAll(/^(?:import|export)\b[^;]*?['"](\.{1,2}\/[^'"]+)['"]/gm)]
    .map(([, specifier = '']) => new URL(specifier, from).href)
    .filter((url) => existsSync(fileURLToPath(url)));
}
