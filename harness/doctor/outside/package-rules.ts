/** The exceptions that a package ships: `{"doctor": {"ignore": [{"site": "lib/queue.js:12"}]}}` in its package.json. */
import { join } from 'node:path';
import { parseBoundedJson, readBoundedText } from '../../files/bounded-file.ts';
import type { Finding } from '../findings.ts';
import { type IgnoreRule, parseRule } from './ignore-rules.ts';
import { findOwnFolder, findPackage } from './packages.ts';

/** Those of the package that the site of a finding is in, and of the packages between it and Node. */
export function readPackageRules({ site, through }: Finding): IgnoreRule[] {
  if (site === undefined) return [];
  const between = through.map((name) => findPackage(name, site.file));
  const folders = [findOwnFolder(site.file), ...between].filter((folder) => folder !== undefined);
  return [...new Set(folders)].flatMap(readRules);
}

const NO_REMEDY = { where: '', damaged: '' };

/** What is wrong in there is not the user's mistake. */
function readRules(folder: string): IgnoreRule[] {
  const path = join(folder, 'package.json');
  try {
    const parsed = parseBoundedJson(path, readBoundedText(path, NO_REMEDY), NO_REMEDY) as {
      readonly doctor?: { readonly ignore?: readonly unknown[] };
    };
    return (parsed.doctor?.ignore ?? []).flatMap((entry) => parseRule(entry, folder) ?? []);
  } catch {
    return [];
  }
}
