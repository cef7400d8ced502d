import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isModuleNamespaceObject } from 'node:util/types';
import type { Scenario } from '../scenario.ts';

const CHANGES_LOADING = /^-[rC]|require|import|loader|module|condition/;

/** The default export of a module. It is required where that does the same as an import, and takes less time. */
export async function loadScenario(url: string): Promise<Scenario> {
  const { default: scenario } = (requireModule(url) ?? (await import(url))) as { readonly default: Scenario };
  return scenario;
}

/**
 * The namespace of an ES module; undefined if it has to be imported. Nothing is evaluated twice: a top-level await is
 * found before the evaluation, and of what has been evaluated the import gives the same instance.
 */
function requireModule(url: string): object | undefined {
  if (!canRequire(url)) return undefined;
  try {
    const loaded: unknown = createRequire(url)(fileURLToPath(url));
    // Of CommonJS, and of an ES module that exports the name 'module.exports', `require` returns another value.
    return isModuleNamespaceObject(loaded) ? (loaded as object) : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE')
      return undefined;
    // Not imported again: on some versions of Node, that succeeds with a module whose evaluation has failed.
    throw error;
  }
}

/** Measured by CPU time: it takes 1.3 ms less in Node 20, about the same in 22, and 2.3 ms more in 24 and 26. */
function canRequire(url: string): boolean {
  const features: { readonly require_module?: boolean } = process.features;
  const isFaster = process.versions.node.startsWith('20.') && features.require_module === true;
  // Hooks that the user registers may treat the two differently.
  const hasFlag = process.execArgv.some((flag) => CHANGES_LOADING.test(flag));
  return isFaster && !hasFlag && process.env.NODE_OPTIONS === undefined && !/[?#]/.test(url);
}
