import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.ts';
import { packageRoot } from '../package-root.ts';
import type { DescribedError } from '../protocol.ts';
import { packageNameOf } from './resolve-imports.ts';

const NO_SIDE_EFFECTS = 'a scenario module must have no side effects: do the work in setup() and run()';

/** Further frames lead away from the cause. */
const MAX_FRAMES = 5;

export interface LoadedModule {
  /** URL of the source file. */
  readonly source: string;
  /** URL of the imported module. */
  readonly url: string;
  /** What to try if it cannot be imported; for a scenario by default. */
  readonly hint?: string;
}

/** Why a module could not be imported: with lines of the source files, without those of Node and tidemark. */
export function describeLoadError(module: LoadedModule, error: DescribedError): UsageError {
  const path = fileURLToPath(module.source);
  const frames = readFrames(module, error);
  const missing = findMissingModule(error);
  if (missing !== undefined) {
    const importer = frames[0]?.match(PLACE)?.[0] ?? path;
    const name = packageNameOf(missing);
    return new UsageError(
      `${path} cannot be loaded: cannot find ${name === undefined ? 'module' : 'package'} '${missing}', imported by ${importer}`,
      { hint: name === undefined ? 'check the path of the import' : `npm install ${name}` },
    );
  }
  const what = `${error.name}: ${error.message}`;
  return new UsageError([`${path} cannot be loaded: ${what}`, ...frames].join('\n    '), {
    hint: module.hint ?? NO_SIDE_EFFECTS,
  });
}

export const describeNeverLoaded = (
  { source, hint = NO_SIDE_EFFECTS }: LoadedModule,
  why: string,
): UsageError => new UsageError(`${fileURLToPath(source)} cannot be loaded: ${why}`, { hint });

/** All broken files of a selection in one error: whoever mends one should not meet the next one only then. */
export function throwTogether(failures: readonly UsageError[]): void {
  const [first, ...others] = failures;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  const parts = failures.map(({ message, hint }) => (hint === undefined ? message : `${message}\n  ${hint}`));
  throw new UsageError([`${failures.length} scenarios cannot be loaded`, ...parts].join('\n\n'));
}

/** `file:line` of a frame. */
const PLACE = /(?:[a-z]:)?[^\s(:]+:\d+(?=:\d+\)?$)/i;

function readFrames({ url }: LoadedModule, { stack = '' }: DescribedError): string[] {
  const bundle = fileURLToPath(url);
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .filter((line) => !/\bnode:|tidemark-entry\.js|<anonymous>\)?$/.test(line))
    .filter((line) => !line.includes(packageRoot) || !OWN_FRAMES.test(line))
    .filter((line) => !line.includes(bundle) && !line.includes(url))
    .map((line) => line.replace(/^at (?:Object\.)?<anonymous> \((.*)\)$/, 'at $1'))
    .slice(0, MAX_FRAMES);
}

/** Of what imports the modules. */
const OWN_FRAMES = /describe-worker|child.node-bench/;

/** The package or file that an import() or a require() could not find. */
function findMissingModule({ code, message }: DescribedError): string | undefined {
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  return /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
}
