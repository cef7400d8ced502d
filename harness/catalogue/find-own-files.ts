/** A user's own scenario files: one by its path, or those in a folder or of a glob. */
import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import picomatch from 'picomatch';
import { UsageError } from '../errors.ts';
import { readBoundedText } from '../files/bounded-file.ts';
import { BENCH_PREFIX } from '../request.ts';
import { suggestWord } from '../words/suggest-word.ts';

const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];
const EXTENSION_LIST = `${EXTENSIONS.slice(0, -1).join(', ')} or ${EXTENSIONS.at(-1)}`;

/** A project has fewer; a home folder, or that of the system, would be searched for minutes, and its programs imported. */
const MAX_FOLDERS = 10_000;

export interface OwnFiles {
  readonly paths: readonly string[];
  /** They were not named one by one: each may be something else than a scenario. */
  readonly areCandidates: boolean;
  readonly skipped: readonly SkippedFile[];
}

export interface SkippedFile {
  readonly path: string;
  readonly why: string;
  /** That it is not a scenario shows in its name. */
  readonly isObvious?: boolean;
}

/** Whether it is written as a path, so that a misspelled file is not searched among the names. */
export const isPath = (selector: string): boolean =>
  isAbsolute(selector) ||
  /[/\\]|^\.{1,2}$/.test(selector) ||
  /^(?:file|bench):/.test(selector) ||
  EXTENSIONS.includes(extname(selector));

/**
 * The files that a path, a folder or a glob selects, sorted. A folder means the scenario files in it and in its folders,
 * without node_modules, hidden folders, tests and configuration. Throws a UsageError where there is nothing.
 */
export function findOwnFiles(selector: string): OwnFiles {
  const benchPath = readBenchPath(selector);
  if (benchPath !== undefined)
    return { paths: [requireBenchFile(benchPath)], areCandidates: false, skipped: [] };
  const path = selector.startsWith('file:') ? fileURLToPath(selector) : resolve(selector);
  if (isFile(path)) return { paths: [requireScenarioFile(path)], areCandidates: false, skipped: [] };
  if (isFolder(path)) return sortOut(listFolder(path));
  // On Windows a backslash separates folders; elsewhere it escapes what follows.
  const glob = sep === '\\' ? selector.replaceAll('\\', '/') : selector;
  const { base, glob: pattern, isGlob } = picomatch.scan(glob);
  if (!isGlob) throw noSuchFile(path);
  const matches = picomatch(pattern);
  const folder = resolve(base);
  const listed = isFolder(folder) ? listFolder(folder) : { files: [], unreadable: [] };
  const matching = listed.files.filter((file) => matches(relative(folder, file).replaceAll(sep, '/')));
  if (matching.length === 0) {
    throw new UsageError(`no file matches ${selector}`, {
      hint: `a pattern is relative to ${process.cwd()}; ** stands for any number of folders`,
    });
  }
  return sortOut({ ...listed, files: matching });
}

/** The path that a selector names as a file of node:bench, which may not be there; undefined if it selects scenarios. */
export const readBenchPath = (selector: string): string | undefined =>
  selector.startsWith(BENCH_PREFIX) ? resolve(selector.slice(BENCH_PREFIX.length)) : undefined;

function requireBenchFile(path: string): string {
  if (isFile(path) && EXTENSIONS.includes(extname(path)) && !isDeclarationFile(path)) return path;
  throw new UsageError(
    existsSync(path) ? `${path} is not a file of benches` : `there is no file of benches ${path}`,
    { hint: suggestFile(path) ?? `give the path of one ${EXTENSION_LIST} file that calls bench()` },
  );
}

/** The path of the file that a word was meant for: `./my-case.ts` for `my-case`. */
export function findMeantFile(word: string): string | undefined {
  const path = resolve(word);
  const endings = ['', '.bench', '.scenario'].flatMap((part) => EXTENSIONS.map((ending) => part + ending));
  const found = endings.map((ending) => path + ending).find(isFile);
  return found === undefined ? undefined : shortPath(found);
}

/** As a person types it here. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? path : `.${sep}${fromHere}`;
}

export const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();
const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function requireScenarioFile(path: string): string {
  if (EXTENSIONS.includes(extname(path)) && !isDeclarationFile(path)) return path;
  throw new UsageError(`${path} is not a scenario file`, { hint: `a scenario is a ${EXTENSION_LIST} file` });
}

const isDeclarationFile = (path: string): boolean => /\.d\.[cm]?ts$/.test(path);

function noSuchFile(path: string): UsageError {
  return new UsageError(`there is no scenario file ${path}`, {
    hint:
      suggestFile(path) ??
      `give the path of a ${EXTENSION_LIST} file, a folder, or the name of a scenario from \`tidemark list\``,
  });
}

function suggestFile(path: string): string | undefined {
  const meant = findMeantFile(path);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const folder = dirname(path);
  if (!isFolder(folder)) return undefined;
  const entries = readEntries(folder);
  const files = Array.isArray(entries) ? entries.map(({ name }) => name).filter(isNamedAsModule) : [];
  return suggestWord(basename(path), files)?.replace('mean ', `mean ${join(shortPath(folder), sep)}`);
}

interface Listed {
  readonly files: readonly string[];
  /** Folders inside, with the reason. */
  readonly unreadable: readonly SkippedFile[];
}

function listFolder(folder: string): Listed {
  const files: string[] = [];
  const unreadable: SkippedFile[] = [];
  // It grows while it is read.
  const folders = [folder];
  for (const each of folders) {
    const entries = readEntries(each);
    if (Array.isArray(entries)) {
      files.push(...entries.filter((entry) => !entry.isDirectory()).flatMap(pathIfModule));
      folders.push(...entries.filter(isSearched).map((entry) => join(each, entry.name)));
    } else if (each === folder) {
      throw new UsageError(`${folder}: ${describeUnreadable(entries)}`, { hint: 'check its permissions' });
    } else unreadable.push({ path: each, why: describeUnreadable(entries) });
    if (folders.length > MAX_FOLDERS) {
      throw new UsageError(`there are more than ${MAX_FOLDERS.toLocaleString('en')} folders in ${folder}`, {
        hint: 'name the folder in which the scenarios are',
      });
    }
  }
  return { files, unreadable };
}

const isSearched = (entry: Dirent): boolean =>
  entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.');

function pathIfModule({ name, parentPath }: Dirent): string[] {
  const path = join(parentPath, name);
  return isNamedAsModule(name) && isFile(path) ? [path] : [];
}

/** The error of a folder that may not be listed. */
function readEntries(folder: string): Dirent[] | Error {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return error as Error;
  }
}

const isNamedAsModule = (name: string): boolean => EXTENSIONS.includes(extname(name));

const describeUnreadable = ({ message }: Error): string => `it cannot be read: ${message}`;

/** What shows that it is not a scenario is not even imported: it may be a program. */
function sortOut({ files, unreadable }: Listed): OwnFiles {
  const sorted = [...files].sort();
  const skipped = sorted.flatMap((path): SkippedFile[] => {
    const why = whyNotByName(basename(path));
    if (why !== undefined) return [{ path, why, isObvious: true }];
    const whyNotByText = findWhyNotByText(path);
    return whyNotByText === undefined ? [] : [{ path, why: whyNotByText }];
  });
  const others = new Set(skipped.map(({ path }) => path));
  return {
    paths: sorted.filter((path) => !others.has(path)),
    areCandidates: true,
    skipped: [...skipped, ...unreadable],
  };
}

function findWhyNotByText(path: string): string | undefined {
  try {
    return DEFAULT_EXPORT.test(readBoundedText(path, { where: '' })) ? undefined : 'it has no default export';
  } catch (error) {
    return describeUnreadable(error as Error);
  }
}

function whyNotByName(name: string): string | undefined {
  if (isDeclarationFile(name)) return 'it is a declaration file';
  if (/\.(test|spec)\.\w+$/.test(name)) return 'it is a test';
  return /\.config\.\w+$/.test(name) ? 'it is a configuration file' : undefined;
}

/** Finds more than there is, in a comment, say, but misses none. */
const DEFAULT_EXPORT =
  /\bexport\b[^;]*?\bdefault\b|\bmodule\s*\.\s*exports\b|\bexports\s*\.\s*default\b|\bexport\s*=/;
