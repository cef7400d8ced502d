/** The parameters of the scenarios that are selected, with their values as they are typed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBuiltIn } from '../catalogue/built-in.ts';
import type { Parameter } from '../scenario.ts';
import { formatBytes, parseBytes } from '../units.ts';
import { readParameters, type WrittenParameter } from './read-source.ts';

/** Loading a module takes 2 ms; of more than these only what is written out is offered. */
const MAX_LOADED = 12;

/** All that come with tidemark if none is selected. A file of the user is only read. */
export async function findParameters(selected: readonly string[]): Promise<ReadonlyMap<string, Set<string>>> {
  const builtIn = findBuiltIn();
  const files = await listOwn(selected.filter((selector) => !builtIn.has(selector)));
  const matching = await matchNames(selected, [...builtIn.keys()]);
  const isUnknown = files.length === 0 && matching.length === 0;
  const urls = (isUnknown ? [...builtIn.keys()] : matching).map((name) => builtIn.get(name) ?? '');
  const declared = await Promise.all(
    urls.map((url) => (urls.length > MAX_LOADED ? readFile(fileURLToPath(url)) : load(url))),
  );
  const all = [...declared, ...files.map(readFile)].flat();
  const byName = new Map<string, Set<string>>();
  for (const { name, values } of all) byName.set(name, new Set([...(byName.get(name) ?? []), ...values]));
  return byName;
}

/** The scenario files that selectors mean; none for what is not a file. */
export async function listOwn(selectors: readonly string[]): Promise<string[]> {
  if (selectors.length === 0) return [];
  const { findOwnFiles } = await import('../catalogue/find-own-files.ts');
  return selectors.flatMap((selector) => {
    try {
      return findOwnFiles(selector).paths;
    } catch {
      return [];
    }
  });
}

async function matchNames(selectors: readonly string[], names: readonly string[]): Promise<string[]> {
  const exact = selectors.filter((selector) => names.includes(selector));
  const patterns = selectors.filter((selector) => /[*?{[(!]/.test(selector));
  if (patterns.length === 0) return exact;
  const { matchNames: match } = await import('../catalogue/scenario-name.ts');
  return [...exact, ...patterns.flatMap((pattern) => match(pattern, names))];
}

const readFile = (path: string): WrittenParameter[] => readParameters(readFileSync(path, 'utf8'));

/** A module of tidemark itself. */
async function load(url: string): Promise<WrittenParameter[]> {
  const { default: scenario } = (await import(url)) as {
    readonly default: { readonly parameters?: Readonly<Record<string, Parameter>> };
  };
  return Object.entries(scenario.parameters ?? {}).map(([name, { kind, values }]) => ({
    name,
    values: values.map((value) =>
      kind === 'bytes' || kind === 'volume' ? formatTyped(Number(value)) : String(value),
    ),
  }));
}

/** `16KiB`; a size that has no short form is a number. */
function formatTyped(bytes: number): string {
  const short = formatBytes(bytes).replace(' ', '');
  return parseBytes(short) === bytes ? short : String(bytes);
}
