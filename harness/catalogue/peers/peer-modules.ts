/** The files that a scenario starts in other processes, such as its peers: which they are, and what Node can load of them. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiled } from '../../package-root.ts';
import { compileScenario } from '../compile-scenario.ts';

/**
 * The file that Node loads: compiled once for each invocation, so that an edit meanwhile changes nothing. A peer that
 * comes with tidemark is compiled already: its path ends in `.js` instead.
 */
export async function findPeerModule(url: string): Promise<string> {
  const path = fileURLToPath(url);
  const own = path.replace(/\.ts$/, '.js');
  if (own.startsWith(compiled('')) && existsSync(own)) return own;
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  return fileURLToPath(await compileScenario(path));
}

/** What a module names with `new URL('./peer.ts', import.meta.url)`; a bundle has a variable for that of each source file. */
export function listPeerUrls(text: string, moduleUrl: string): string[] {
  const bases = new Map([['import.meta.url', moduleUrl]]);
  for (const [, name = '', url = ''] of text.matchAll(BASE)) bases.set(name, url);
  return [...text.matchAll(NAMED)].flatMap(([, , file = '', name = '']) => {
    const base = bases.get(name);
    return base === undefined || !/\.[cm]?[jt]s$/.test(file) ? [] : [new URL(file, base).href];
  });
}

const BASE = /\b(?:const|var) (__tidemark_import_meta_url\d*) = "(file:[^"]+)"/g;
const NAMED = /\bnew URL\(\s*(["'`])([^"'`\n]+)\1,\s*(import\.meta\.url|__tidemark_import_meta_url\d*)/g;
