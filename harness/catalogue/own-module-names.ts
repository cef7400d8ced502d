/** Gives each source file its own module scope after it has been bundled with others. */
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, Plugin } from 'esbuild';
import { findWhyNotFile } from './refuse-pipes.ts';

/** By the expression in the source: the name that replaces it, and the code of its value. */
const OWN_NAMES: Readonly<Record<string, (path: string) => string>> = {
  'import.meta.url': (path) => JSON.stringify(pathToFileURL(path).href),
  'import.meta.filename': (path) => JSON.stringify(path),
  'import.meta.dirname': (path) => JSON.stringify(dirname(path)),
  __filename: (path) => JSON.stringify(path),
  __dirname: (path) => JSON.stringify(dirname(path)),
  'require.resolve': (path) => `${CREATE_REQUIRE}(${JSON.stringify(path)}).resolve`,
};

const CREATE_REQUIRE = '__tidemark_create_require';

const replacement = (expression: string): string => `__tidemark_${expression.replaceAll('.', '_')}`;

/** For esbuild's `define`: it replaces only what the file does not declare itself. */
export const ownNameDefines = (): Record<string, string> =>
  Object.fromEntries(Object.keys(OWN_NAMES).map((expression) => [expression, replacement(expression)]));

/** Puts a `require` into the first line of a bundle that needs one: for packages, which are not bundled. */
export function provideRequire(bundle: string, entryPath: string): string {
  if (!bundle.includes(ESBUILD_REQUIRE) && !bundle.includes(CREATE_REQUIRE)) return bundle;
  const own = `const require = ${CREATE_REQUIRE}(${JSON.stringify(entryPath)});`;
  return `import { createRequire as ${CREATE_REQUIRE} } from 'node:module'; ${own} ${bundle}`;
}

/** A part of the function that esbuild's bundles use to require modules, which uses a global `require` if there is one. */
const ESBUILD_REQUIRE = 'typeof require !== "undefined"';

/** A bundle has one `import.meta`, one `__dirname` and one `require`; each of its source files gets its own. */
export const keepOwnNames: Plugin = {
  name: 'keep-own-names',
  setup({ onLoad }) {
    onLoad({ filter: /./, namespace: 'file' }, async ({ path }) => {
      const why = findWhyNotFile(path, await stat(path));
      if (why !== undefined) return { errors: [{ text: why }] };
      if (!/\.[cm]?[jt]sx?$/.test(path)) return undefined;
      const source = await readFile(path, 'utf8');
      const declarations = Object.entries(OWN_NAMES)
        .filter(([expression]) => source.includes(expression))
        .map(([expression, valueFor]) => `const ${replacement(expression)} = ${valueFor(path)}; `)
        .join('');
      if (declarations === '') return undefined;
      // On the first line, so that line numbers do not change; only a `#!` must stay in front.
      const contents = source.replace(/^(#!.*\n)?/, (shebang) => shebang + declarations);
      return { contents, loader: loaderFor(path) };
    });
  },
};

const loaderFor = (path: string): Loader =>
  /x$/.test(path) ? (/tsx$/.test(path) ? 'tsx' : 'jsx') : /ts$/.test(path) ? 'ts' : 'js';
