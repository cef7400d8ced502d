/** `init`: writes a first scenario that runs, and what CI needs to run it. */
import { existsSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { InitOptions } from '../command-line/init.ts';
import { describeRefused, EXIT, ResultsError, UsageError } from '../errors.ts';
import { readBoundedText } from '../files/bounded-file.ts';
import { makeFolders } from '../files/make-folders.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { writeWhole } from '../store/whole-file.ts';
import { quoteForShell } from '../words/quote-for-shell.ts';
import { type Dialect, renderFirstScenario, renderWorkflow } from './first-files.ts';

const DEFAULT_NAME = 'first.bench.ts';
const WORKFLOW = join('.github', 'workflows', 'tidemark.yml');
const REMEDIES = { where: 'it may be a pipe or a device: remove it, or give a file in another folder' };
const IGNORED = ['results/*/', '!results/baselines/'];

/** Writes nothing if it would overwrite a file, unless `force` is set. */
export function init({ file, ci, force }: InitOptions, { print, colors }: Terminal): number {
  const scenario = findTarget(file ?? join('bench', DEFAULT_NAME));
  const selector = relative(process.cwd(), resolve(scenario)).split(sep).join('/');
  const files = new Map([[scenario, renderFirstScenario(dialectOf(scenario))]]);
  if (ci) files.set(WORKFLOW, renderWorkflow(selector, existsSync('package-lock.json')));
  if (!force) refuseExisting([...files.keys()]);
  for (const [path, content] of files) {
    write(path, content);
    print(`wrote ${path}`);
  }
  if (ci && ignoreResults()) print('added results/ to .gitignore');
  print(`\nRun it with:\n  ${colors.bold(`npx tidemark run --scenario ${quoteForShell(selector)}`)}`);
  return EXIT.pass;
}

/** A folder gets a file with the default name; a name without an extension becomes TypeScript. */
function findTarget(file: string): string {
  if (/[/\\]$/.test(file) || (existsSync(file) && statSync(file).isDirectory()))
    return join(file, DEFAULT_NAME);
  if (extname(file) === '') return `${file}.bench.ts`;
  if (/\.[cm]?[jt]s$/.test(file) && !/\.d\.[cm]?ts$/.test(file)) return file;
  throw new UsageError(`${file} cannot be a scenario file`, {
    hint: `a scenario is a .ts, .mts, .cts, .js, .mjs or .cjs file, such as ${join('bench', DEFAULT_NAME)}`,
  });
}

function dialectOf(path: string): Dialect {
  const isTyped = path.endsWith('ts');
  const isCommonJs = /\.c[jt]s$/.test(path) || (path.endsWith('.js') && !isInModulePackage(path));
  return { isTyped, isCommonJs };
}

/** Whether the nearest package.json says that a .js file is a module. */
function isInModulePackage(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return /"type"\s*:\s*"module"/.test(readBoundedText(manifest, REMEDIES));
    if (folder === dirname(folder)) return false;
  }
}

function refuseExisting(paths: readonly string[]): void {
  const existing = paths.filter((path) => existsSync(path));
  if (existing.length === 0) return;
  throw new UsageError(`${existing.join(' and ')} already ${existing.length === 1 ? 'exists' : 'exist'}`, {
    hint: 'give another file, or --force to overwrite; nothing was written',
  });
}

function write(path: string, content: string): void {
  try {
    makeFolders(dirname(path));
    // Opening a pipe that nobody reads would block.
    if (existsSync(path) && !statSync(path).isFile()) throw new Error('it is not a regular file');
    writeWhole(path, content);
  } catch (error) {
    if (describeRefused(error)?.exitCode === EXIT.resultsNotWritten) throw new ResultsError(path, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be written: ${reason}`, {
      cause: error,
      hint: 'give a file in a folder that you may write to',
    });
  }
}

/** Adds only the lines that are missing. Returns whether there were any. */
function ignoreResults(): boolean {
  const present = existsSync('.gitignore') ? readBoundedText('.gitignore', REMEDIES) : '';
  const lines = present.split(/\r?\n/).map((line) => line.trim());
  const missing = IGNORED.filter((line) => !lines.includes(line));
  if (missing.length === 0) return false;
  const separator = present === '' ? '' : present.endsWith('\n') ? '\n' : '\n\n';
  write(
    '.gitignore',
    `${present}${separator}# Results of tidemark; baselines belong in git.\n${missing.join('\n')}\n`,
  );
  return true;
}
