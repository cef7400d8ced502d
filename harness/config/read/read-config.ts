/** Reads a configuration file: JSON is data, and anything else is a program of the user, which another process runs. */
import { existsSync, statSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileScenario } from '../../catalogue/compile-scenario.ts';
import { ImportProcess } from '../../catalogue/import-process.ts';
import type { ConfigFile } from '../../command-line/parse.ts';
import { UsageError } from '../../errors.ts';
import { parseBoundedJson, readBoundedText } from '../../files/bounded-file.ts';
import { checkConfig } from './check-config.ts';
import { findConfig } from './find-config.ts';

const CODE = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];
const IMPORT_LIMIT_MS = 10 * 1000;

/** The file that is named, or the one that is found. Throws a UsageError for one that is not valid. */
export async function readConfig(
  named: string | undefined,
  from: string = process.cwd(),
): Promise<ConfigFile | undefined> {
  const path = named === undefined ? findConfig(from) : requireConfig(resolve(from, named));
  if (path === undefined) return undefined;
  const content = path.endsWith('.json') ? readJson(path) : await importConfig(path);
  const shown = relative(from, path);
  const defaults = checkConfig(content, { path, shown, from });
  return { path: shown, defaultsOf: (command) => defaults.get(command) ?? new Map() };
}

function requireConfig(path: string): string {
  if (!existsSync(path) || statSync(path).isDirectory())
    throw new UsageError(`there is no configuration file ${path}`, {
      hint: 'give the path of a file after --config, or --no-config',
    });
  if ([...CODE, '.json'].includes(extname(path)) && !/\.d\.[cm]?ts$/.test(path)) return path;
  throw new UsageError(`${path} is not a configuration file`, {
    hint: `it is a ${[...CODE, '.json'].join(', ')} file, such as tidemark.config.json`,
  });
}

const readJson = (path: string): unknown =>
  parseBoundedJson(
    path,
    readBoundedText(path, { where: 'a configuration is a file: give it with --config' }),
    {
      damaged: 'mend it, give another file with --config, or none with --no-config',
    },
  );

async function importConfig(path: string): Promise<unknown> {
  const url = await compileScenario(path);
  const importer = new ImportProcess(IMPORT_LIMIT_MS);
  try {
    return await importer.import({
      source: pathToFileURL(path).href,
      url,
      hint: 'a configuration exports values, and does nothing else: mend it, or leave it out with --no-config',
    });
  } finally {
    importer.end();
  }
}
