import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of tidemark's package.json, from the sources as well as from the compiled files. */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

/** What the parent starts or loads by path is always the compiled file: the measured process has no loader. */
export const compiled = (path: string): string => join(packageRoot, 'dist', path);

/** The version of tidemark itself. */
export const readToolVersion = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { readonly version: string })
    .version;

function findPackageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findPackageRoot(dirname(folder));
}
