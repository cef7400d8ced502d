import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder above a file that has a package.json. */
export const findOwnFolder = (file: string): string | undefined =>
  findUpwards(dirname(file), (folder) => existsSync(join(folder, 'package.json')));

/** The folder of a package, as a file would load it. */
export function findPackage(name: string, file: string): string | undefined {
  const found = findUpwards(dirname(file), (folder) =>
    existsSync(join(folder, 'node_modules', name, 'package.json')),
  );
  return found && join(found, 'node_modules', name);
}

function findUpwards(folder: string, test: (folder: string) => boolean): string | undefined {
  if (test(folder)) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : findUpwards(above, test);
}
