/** The claims that come with tidemark: their topics, their sources, those that cannot be tested, and their files. */
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ClaimSources, UntestedClaim } from '../claims/claims-report.ts';
import { readBoundedText } from '../files/bounded-file.ts';
import { compiled, packageRoot } from '../package-root.ts';
import { findClaims } from './built-in.ts';

const REMEDY = { where: 'install tidemark again' };

/** The articles that claims are from, by key. */
export const readClaimSources = (): ClaimSources =>
  JSON.parse(
    readBoundedText(join(packageRoot, 'scenarios', 'claims', 'sources.json'), REMEDY),
  ) as ClaimSources;

/** The claims that no experiment can decide, each with the reason. */
export async function loadUntestedClaims(): Promise<readonly UntestedClaim[]> {
  const module = pathToFileURL(join(compiled('scenarios'), 'claims', 'not-tested.js')).href;
  const { NOT_TESTED } = (await import(module)) as { readonly NOT_TESTED: readonly UntestedClaim[] };
  return NOT_TESTED;
}

/** The source of the experiment of a claim, and its path from the root of the package, with `/`. */
export function readExperiment(id: string): { readonly path: string; readonly text: string } {
  const path = experimentPath(id);
  return { path, text: readBoundedText(join(packageRoot, path), REMEDY) };
}

/** `scenarios/claims/TOPIC/ID.ts` */
function experimentPath(id: string): string {
  const module = fileURLToPath(findClaims().get(id) ?? '');
  const below = relative(compiled('scenarios'), module).split(sep).join('/');
  return `scenarios/${below.replace(/\.js$/, '.ts')}`;
}
