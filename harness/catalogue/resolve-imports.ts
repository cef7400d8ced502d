/** Which imports of a scenario are compiled into its module, and which are left for Node to load. */
import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { compiled } from '../package-root.ts';

/** In the `detail` of an esbuild error: a static import of a package that is not installed. */
export interface MissingPackage {
  readonly missingPackage: string;
}

/** Identifies the imports that this plugin passes to esbuild's own resolver. */
const ASKS_ESBUILD = Symbol('asks esbuild');

/**
 * Relative files, TypeScript and workspace packages are compiled in: Node cannot load TypeScript below node_modules, and
 * a link into the same repository is the user's own code. Installed packages and native addons stay external, so that
 * all modules share one instance. `tidemark` is always the one that runs the scenario.
 */
export function resolveImports(outputFolder: string): Plugin {
  return {
    name: 'resolve-imports',
    setup(build) {
      build.onResolve({ filter: /^tidemark$/ }, () => ({ path: compiled('harness/index.js') }));
      build.onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) }));
      build.onResolve({ filter: /\.node$/ }, (args) => leaveAddonOutside(args));
      build.onResolve({ filter: /^[^./\\]/ }, (args) =>
        args.pluginData === ASKS_ESBUILD || args.kind === 'entry-point' || isAbsolute(args.path)
          ? undefined
          : resolveBare(build, outputFolder, args),
      );
    },
  };
}

const isAbsolute = (path: string): boolean => /^[a-z]:[/\\]/i.test(path);

function leaveAddonOutside({ path, resolveDir }: OnResolveArgs): OnResolveResult | undefined {
  return path.startsWith('.') ? { path: join(resolveDir, path), external: true } : undefined;
}

/** The name of a package, `#name` of package.json's imports, or an alias of tsconfig.json. */
async function resolveBare(
  build: PluginBuild,
  outputFolder: string,
  args: OnResolveArgs,
): Promise<OnResolveResult | undefined> {
  const { path, kind, importer, resolveDir } = args;
  const resolveFrom = (folder: string) =>
    build.resolve(path, { kind, importer, resolveDir: folder, pluginData: ASKS_ESBUILD });
  const resolved = await resolveFrom(resolveDir);
  if (resolved.errors.length > 0) return reportUnresolved(args);
  if (resolved.external || resolved.namespace !== 'file') return undefined;
  if (!isInstalled(resolved.path) || /\.[cm]?tsx?$/.test(resolved.path)) return undefined;
  const fromOutput = path.startsWith('#') ? undefined : await resolveFrom(outputFolder);
  if (fromOutput?.path === resolved.path) return { path, external: true };
  // From the folder of the compiled module, Node would find another one, or none.
  const isImport = kind === 'import-statement' || kind === 'dynamic-import';
  return { path: isImport ? pathToFileURL(resolved.path).href : resolved.path, external: true };
}

const isInstalled = (path: string): boolean => path.includes(`${sep}node_modules${sep}`);

/** A static import fails now, with its place in the source; other imports may be in a try block, and fail when they run. */
function reportUnresolved({ path, kind, resolveDir }: OnResolveArgs): OnResolveResult | undefined {
  if (kind !== 'import-statement') return { path, external: true };
  const missingPackage = packageNameOf(path);
  // It is installed, but has no such file: esbuild has a better message for that.
  if (missingPackage === undefined || findInstalled(missingPackage, resolveDir)) return undefined;
  const detail: MissingPackage = { missingPackage };
  return { errors: [{ text: `cannot find package '${missingPackage}'`, detail }] };
}

/** `a` of `a/b`, `@a/b` of `@a/b/c`. Undefined if it cannot be the name of a package. */
export const packageNameOf = (specifier: string): string | undefined =>
  /^(@[a-z0-9-~][\w.~-]*\/)?[a-z0-9-~][\w.~-]*/i.exec(specifier)?.[0];

function findInstalled(name: string, folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', name))) return true;
  return folder !== dirname(folder) && findInstalled(name, dirname(folder));
}
