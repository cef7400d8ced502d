import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where packages install the server programs, which are seldom in PATH: a folder, and the versions in it. */
const PLACES: readonly (readonly [folder: string, version: RegExp])[] = [
  ['/usr/lib/postgresql', /^\d+/], // Debian, Ubuntu
  ['/usr', /^pgsql-\d+/], // the packages of postgresql.org for Red Hat and its relatives
  ['/usr/libexec', /^postgresql\d*$/], // Alpine
  ['/opt/homebrew/opt', /^postgresql(@\d+)?$/],
  ['/usr/local/opt', /^postgresql(@\d+)?$/], // Homebrew on Intel
  ['/Applications/Postgres.app/Contents/Versions', /^\d+/],
  ['/usr/local', /^pgsql$/], // built from source
];

/** Finds the folder with `initdb` and `postgres`: the one in PATH, or else the newest version. Undefined if there is none. */
export function findPostgres(path = process.env.PATH ?? '', places = PLACES): string | undefined {
  return [
    ...path.split(delimiter),
    ...places.flatMap(([folder, version]) => listVersions(folder, version)),
  ].find(
    (folder) => folder !== '' && ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
  );
}

/** The `bin` folder of each version, then the folder itself: Alpine has no `bin`. */
function listVersions(folder: string, version: RegExp): string[] {
  return listNames(folder)
    .filter((name) => version.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((name) => [join(folder, name, 'bin'), join(folder, name)]);
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
