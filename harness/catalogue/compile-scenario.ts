import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import type { Message } from 'esbuild';
import { UsageError } from '../errors.ts';
import { makeFolders } from '../files/make-folders.ts';
import { makePrivateFolder } from '../files/private-folder.ts';
import { restoreModule, writeModule } from './module-file.ts';
import { keepOwnNames, ownNameDefines, provideRequire } from './own-module-names.ts';
import { refusePipes } from './refuse-pipes.ts';
import { type MissingPackage, resolveImports } from './resolve-imports.ts';

/** Node 20.19, the oldest that is supported. */
const TARGET = 'node20.19';

/** Every run of one invocation executes the same code, even if the file is edited meanwhile. */
const compiledFiles = new Map<string, Promise<string>>();

/**
 * Compiles a scenario file, or a peer, to one plain JavaScript module and returns its URL: the measured process needs
 * no loader. A file is compiled once per invocation, and its module written again if it was changed since. Throws a
 * UsageError with file, line and column if it does not compile, and a CompiledFileError if it cannot be written.
 */
export async function compileScenario(path: string): Promise<string> {
  const compiling = compiledFiles.get(path) ?? compile(path);
  compiledFiles.set(path, compiling);
  const url = await compiling;
  restoreModule(url);
  return url;
}

async function compile(path: string): Promise<string> {
  refusePipes(path);
  const outputFolder = findOutputFolder(path);
  const name = `${basename(path, extname(path))}-${hash(path)}`;
  return writeModule(outputFolder, name, await bundle(path, outputFolder, name));
}

async function bundle(path: string, outputFolder: string, name: string): Promise<string> {
  // Only a user's own file is compiled, so only that waits for the compiler to load.
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      stdin: { contents: entryModule(path), resolveDir: dirname(path), sourcefile: 'tidemark-entry.js' },
      outfile: join(outputFolder, `${name}.mjs`),
      write: false,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: TARGET,
      // Only the conditions that Node has: without any, esbuild adds `module`.
      conditions: ['node-addons'],
      define: ownNameDefines(),
      plugins: [resolveImports(outputFolder), keepOwnNames],
      sourcemap: 'inline',
      logLevel: 'silent',
    });
    return provideRequire(outputFiles[0]?.text ?? '', path);
  } catch (error) {
    throw await describeFailure(path, error);
  }
}

/** The default export of an ES module, `module.exports`, or `exports.default`, whichever way the file is written. */
function entryModule(path: string): string {
  const file = JSON.stringify(path);
  return `import * as own from ${file};
export * from ${file};
const exported = own.default;
const isWrapped = typeof exported === 'object' && exported !== null && !('run' in exported) && 'default' in exported;
export default isWrapped ? exported.default : exported;`;
}

/** The nearest node_modules folder that can be written to, so that Node finds the packages that the scenario imports. */
function findOutputFolder(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    const output = existsSync(modules) ? makeWritable(join(modules, '.cache', 'tidemark')) : undefined;
    if (output !== undefined) return output;
    if (folder === dirname(folder))
      return makePrivateFolder(join(tmpdir(), `tidemark-${process.getuid?.() ?? 'user'}`));
  }
}

/**
 * Its real path: where `node_modules` is a link, a source map is relative to the file that Node loads. Undefined if
 * nothing can be written there; on Windows only trying tells whether a folder can be made.
 */
function makeWritable(folder: string): string | undefined {
  try {
    makeFolders(folder, 0o700);
    accessSync(folder, constants.W_OK);
    return realpathSync(folder);
  } catch {
    return undefined;
  }
}

/** Distinguishes two files with the same name. */
const hash = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 8);

async function describeFailure(path: string, error: unknown): Promise<UsageError> {
  const { errors = [] } = error as { readonly errors?: Message[] };
  const missing = errors.filter(({ detail }) => isMissingPackage(detail));
  if (missing.length > 0) return describeMissing(path, missing);
  if (errors.length === 0) return new UsageError(`${path} does not compile: ${error}`, { cause: error });
  const { formatMessages } = await import('esbuild');
  const formatted = await formatMessages(errors, { kind: 'error' });
  const text = formatted.map((message) => message.trim().replace('✘ [ERROR] ', '')).join('\n\n');
  return new UsageError(`${path} does not compile:\n${text}`, { cause: error });
}

const isMissingPackage = (detail: unknown): detail is MissingPackage =>
  typeof detail === 'object' && detail !== null && 'missingPackage' in detail;

function describeMissing(path: string, errors: readonly Message[]): UsageError {
  const reasons = errors.map(
    ({ text, location }) =>
      `${text}${location === null ? '' : `, imported by ${location.file}:${location.line}`}`,
  );
  const packages = new Set(errors.map(({ detail }) => (detail as MissingPackage).missingPackage));
  return new UsageError(`${path} cannot be loaded: ${reasons.join('; ')}`, {
    hint: `npm install ${[...packages].join(' ')}`,
  });
}
