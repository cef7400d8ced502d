import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Message, Plugin } from 'esbuild';
import { UsageError } from '../errors.ts';
import { compiled } from '../package-root.ts';

/** Node 20.19, the oldest that is supported. */
const TARGET = 'node20.19';

/**
 * Compiles a scenario file, or a peer, to one plain JavaScript module and returns its URL: the measured process loads
 * no loader. Packages stay outside, except tidemark itself, which is always this one. Throws a UsageError with file,
 * line and column where it does not compile.
 */
export async function compileScenario(path: string): Promise<string> {
  const outfile = join(findOutputFolder(path), `${basename(path, extname(path))}-${hash(path)}.mjs`);
  // Only a file of the user's own is compiled: the others need not wait for the compiler.
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      outfile,
      write: false,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: TARGET,
      packages: 'external',
      alias: { tidemark: compiled('harness/index.js') },
      define: Object.fromEntries(Object.keys(OWN_META).map((key) => [`import.meta.${key}`, ownName(key)])),
      plugins: [keepOwnMeta],
      sourcemap: 'inline',
      logLevel: 'silent',
    });
    await writeWhole(outfile, outputFiles[0]?.contents ?? new Uint8Array());
  } catch (error) {
    throw new UsageError(`${path} does not compile:\n${await describeFailure(error)}`, { cause: error });
  }
  return pathToFileURL(outfile).href;
}

/** Another tidemark may load it just now. */
async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const partial = `${path}.${randomBytes(4).toString('hex')}.part`;
  await writeFile(partial, content);
  await rename(partial, path);
}

/** What a source file expects of its own `import.meta`. */
const OWN_META = {
  url: (path: string): string => pathToFileURL(path).href,
  filename: (path: string): string => path,
  dirname,
};

const ownName = (key: string): string => `__tidemark_${key}`;

/** A bundle has one `import.meta`; each of its source files expects its own, to find a file beside it. */
const keepOwnMeta: Plugin = {
  name: 'keep-own-meta',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/, namespace: 'file' }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('import.meta')) return undefined;
      const own = Object.entries(OWN_META)
        .map(([key, ofPath]) => `const ${ownName(key)} = ${JSON.stringify(ofPath(path))}; `)
        .join('');
      // Before the first line, so that every line keeps its number; only a `#!` has to stay in front.
      const contents = source.replace(/^(#!.*\n)?/, (shebang) => shebang + own);
      return { contents, loader: /ts$/.test(path) ? 'ts' : 'js' };
    });
  },
};

/** Where the packages that the scenario imports are found from: beside the nearest node_modules, if it can be written to. */
function findOutputFolder(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules) && isWritable(modules)) return makeFolder(join(modules, '.cache', 'tidemark'));
    if (folder === dirname(folder))
      return makeFolder(join(tmpdir(), `tidemark-${process.getuid?.() ?? 'user'}`));
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Two files of one name do not meet. */
const hash = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 8);

async function describeFailure(error: unknown): Promise<string> {
  const { errors } = error as { readonly errors?: Message[] };
  if (errors === undefined) return String(error);
  const { formatMessages } = await import('esbuild');
  return (await formatMessages(errors, { kind: 'error' })).join('').trim();
}
