/** The scenarios that tidemark can run: those that come with it, by name, and a user's own, by path. */
import { existsSync, statSync } from 'node:fs';
import { extname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import picomatch from 'picomatch';
import { UsageError } from '../errors.ts';
import { suggestWord } from '../suggest-word.ts';
import { findBuiltIn, listNames } from './built-in.ts';
import { compileScenario } from './compile-scenario.ts';
import { type DescribedScenario, describeScenarios } from './describe-scenarios.ts';

const SCENARIO_EXTENSIONS = new Set(['.ts', '.mts', '.js', '.mjs']);

/**
 * Finds, compiles where needed, and reads the scenarios that were requested: names, globs over names, or paths.
 * In the order requested, each once. Throws a UsageError for one that does not exist or cannot be loaded.
 */
export async function loadScenarios(selectors: readonly string[]): Promise<DescribedScenario[]> {
  const urls = new Map<string, string>();
  for (const selector of selectors) {
    for (const { source, url } of await findModules(selector)) urls.set(source, url);
  }
  return describeScenarios([...urls].map(([source, url]) => ({ source, url })));
}

/** A path where it looks like one, so that a misspelled file is not searched among the names. */
export const isPath = (selector: string): boolean =>
  isAbsolute(selector) ||
  /^\.{1,2}[/\\]/.test(selector) ||
  selector.startsWith('file:') ||
  SCENARIO_EXTENSIONS.has(extname(selector));

async function findModules(selector: string): Promise<{ source: string; url: string }[]> {
  if (isPath(selector)) return [await findOwn(selector)];
  const names = listNames();
  const matches = names.includes(selector) ? [selector] : matchNames(selector, names);
  if (matches.length === 0) throw unknownScenario(selector, names);
  const urls = findBuiltIn();
  return matches.map((name) => {
    const url = urls.get(name) ?? '';
    return { source: url, url };
  });
}

function matchNames(pattern: string, names: readonly string[]): string[] {
  if (pattern === '') return [];
  const matches = picomatch(pattern);
  return names.filter((name) => matches(name));
}

async function findOwn(selector: string): Promise<{ source: string; url: string }> {
  const path = selector.startsWith('file:') ? fileURLToPath(selector) : resolve(selector);
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new UsageError(`there is no scenario file ${path}`, {
      hint: 'give the path of a .ts, .mts, .js or .mjs file, or the name of a scenario from `tidemark list`',
    });
  }
  if (!SCENARIO_EXTENSIONS.has(extname(path))) {
    throw new UsageError(`${path} is not a scenario file`, {
      hint: 'a scenario is a .ts, .mts, .js or .mjs file',
    });
  }
  return { source: pathToFileURL(path).href, url: await compileScenario(path) };
}

function unknownScenario(selector: string, names: readonly string[]): UsageError {
  return new UsageError(`there is no scenario ${selector}`, {
    hint: suggestWord(selector, names) ?? '`tidemark list` shows all of them',
  });
}
