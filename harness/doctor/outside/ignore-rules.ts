/** Known exceptions: `[{"site": "src/export.ts:42"}, {"package": "pg", "kind": "never-closed"}]`. */
import { dirname, resolve } from 'node:path';
import { packageOf } from '../../call-sites/package-of.ts';
import { UsageError } from '../../errors.ts';
import { parseBoundedJson, readBoundedText } from '../../files/bounded-file.ts';
import type { Finding, FindingKind } from '../findings.ts';

/** A finding that has everything that is given here is not reported. */
export interface IgnoreRule {
  /** An absolute path, and a line of it or undefined for all of them. */
  readonly site?: { readonly file: string; readonly line: number | undefined };
  /** A package that the site is in, or that is between the site and Node. */
  readonly package?: string;
  readonly kind?: FindingKind;
}

const KINDS: readonly FindingKind[] = ['ignored-backpressure', 'retained-buffers', 'never-closed'];
const EXAMPLE = '[{"site": "src/export.ts:42"}, {"package": "pg"}]';

/** Paths are relative to the folder of the file. Throws a UsageError that says what is wrong. */
export function readIgnoreFile(path: string): IgnoreRule[] {
  const hint = `write a list such as ${EXAMPLE}`;
  const text = readBoundedText(path, { where: hint });
  const listed = parseBoundedJson(path, text, { damaged: hint });
  if (!Array.isArray(listed)) throw new UsageError(`${path} is not a list`, { hint });
  return listed.map((entry: unknown, index) => {
    const rule = parseRule(entry, dirname(resolve(path)));
    if (rule !== undefined) return rule;
    throw new UsageError(`${path}: entry ${index + 1} is not an exception`, {
      hint: `give "site" or "package", and perhaps "kind" (${KINDS.join(', ')}): ${EXAMPLE}`,
    });
  });
}

/** Undefined for what is not a rule. */
export function parseRule(entry: unknown, folder: string): IgnoreRule | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { site, package: name, kind, ...others } = entry as Record<string, unknown>;
  if (Object.keys(others).length > 0 || (site === undefined && name === undefined)) return undefined;
  if (![site, name].every((word) => word === undefined || typeof word === 'string')) return undefined;
  const known = KINDS.find((one) => one === kind);
  if (kind !== undefined && known === undefined) return undefined;
  return {
    ...(typeof site === 'string' && { site: parseSite(site, folder) }),
    ...(typeof name === 'string' && { package: name }),
    ...(known !== undefined && { kind: known }),
  };
}

/** `src/export.ts:42:9`: the column is not compared. */
function parseSite(typed: string, folder: string): { file: string; line: number | undefined } {
  const [, file = typed, line] = /^(.+?)(?::(\d+))?(?::\d+)?$/.exec(typed) ?? [];
  return { file: resolve(folder, file), line: line === undefined ? undefined : Number(line) };
}

export const isIgnored = (finding: Finding, rules: readonly IgnoreRule[]): boolean =>
  rules.some((rule) => matches(finding, rule));

function matches({ site, through, kind }: Finding, rule: IgnoreRule): boolean {
  if (rule.kind !== undefined && rule.kind !== kind) return false;
  if (rule.package !== undefined) {
    const own = site && packageOf(site.file);
    if (own !== rule.package && !through.includes(rule.package)) return false;
  }
  if (rule.site === undefined) return true;
  return site?.file === rule.site.file && (rule.site.line === undefined || site.line === rule.site.line);
}
