/** The only place that reads a report. A problem with the file is a UsageError with a hint. */
import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { parseBoundedJson, readBoundedText } from '../files/bounded-file.ts';
import { reportFrameSchema, resultFrameSchema } from '../report-schema.ts';
import { type CaseResult, type Report, type RunResult, SCHEMA_VERSION } from '../result.ts';
import { runSchema } from '../run-schema.ts';

const MAX_SHOWN_ISSUES = 3;

export const REPORT = 'report.json';
const WHERE = 'give the path of a report.json, its folder, or the id of a folder under results/';

/** Reduces a run of a case with these parameters to what the caller reads. */
export type Keep = (run: RunResult, parameters: CaseResult['parameters']) => RunResult;

/** Reads a report by the path of a file or a folder, or by the id of an invocation. */
export function readReport(named: string, resultsRoot: string, keep: Keep = (run) => run): Report {
  const path = findReport(named, resultsRoot);
  return parseReport(path, readJson(path), keep);
}

/** The paths of the reports of both sides, if the folder is that of an A/B comparison. */
export function findSides(named: string, resultsRoot: string): { a: string; b: string } | undefined {
  const folder = findNamed(named, resultsRoot);
  if (folder === undefined) return undefined;
  const [a, b] = ['a', 'b'].map((side) => join(folder, side, REPORT)) as [string, string];
  if (kindOf(a) !== 'file' || kindOf(b) !== 'file') return undefined;
  for (const path of [dirname(a), a, dirname(b), b]) refuseLink(path);
  return { a, b };
}

/** The path of the file of a report. Throws a UsageError if there is none. */
export function findReport(named: string, resultsRoot: string): string {
  const path = findNamed(named, resultsRoot);
  if (path === undefined) throw new UsageError(`report not found: ${named}`, { hint: WHERE });
  if (kindOf(path) !== 'folder') {
    if (resolve(dirname(path)) === resolve(resultsRoot, 'baselines')) refuseLink(path);
    refusePage(path);
    return path;
  }
  const report = join(path, REPORT);
  refuseLink(report);
  if (kindOf(report) !== undefined) return report;
  throw new UsageError(`no ${REPORT} in ${path}`, {
    hint:
      findSides(named, resultsRoot) !== undefined
        ? `it contains two: give ${join(path, 'a')} or ${join(path, 'b')}`
        : hintWithoutReport(path),
  });
}

/** The page of a report is what people have open. */
function refusePage(path: string): void {
  if (!/\.html?$/i.test(path)) return;
  const report = join(dirname(path), REPORT);
  throw new UsageError(`${path} is a page, not a report`, {
    hint: kindOf(report) === 'file' ? `give ${report}` : 'give the report that it was made from',
  });
}

function hintWithoutReport(path: string): string {
  return kindOf(join(path, 'doctor.json')) === 'file'
    ? `it contains what tidemark doctor found: open ${join(path, 'report.html')}`
    : 'an invocation that was interrupted early has none: resume it, or measure again';
}

/** Whoever made the folder would choose a file that the user has not named. */
function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new UsageError(`${path} is a link, which tidemark does not make there`, {
    hint: 'give the path of the file that it leads to, if you trust it',
  });
}

/** A path takes precedence: a file may be named like an id. */
const findNamed = (named: string, resultsRoot: string): string | undefined =>
  [resolve(named), ...(/^[\w.-]+$/.test(named) ? [join(resultsRoot, named)] : [])].find(
    (path) => kindOf(path) !== undefined,
  );

function kindOf(path: string): 'folder' | 'file' | 'other' | undefined {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch {
    // Such as a link to itself: what reads it says why it cannot.
    return 'other';
  }
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
}

function parseReport(path: string, value: unknown, keep: Keep): Report {
  refuseOtherVersion(path, value);
  const frame = reportFrameSchema.safeParse(value);
  if (!frame.success) throw refuse(path, frame.error, []);
  const results: unknown[] = frame.data.results;
  for (const [index, each] of results.entries()) {
    const result = resultFrameSchema.safeParse(each);
    if (!result.success) throw refuse(path, result.error, ['results', index]);
    // Without this, the array would keep every run in memory until the last one is parsed.
    (each as { runs: unknown[] }).runs.length = 0;
    parseRuns(path, result.data, index, keep);
    results[index] = result.data;
  }
  return frame.data as Report;
}

/** Replaces each run in place, so that thousands are not in memory twice. */
function parseRuns(
  path: string,
  { runs, parameters }: { readonly runs: unknown[]; readonly parameters: CaseResult['parameters'] },
  resultIndex: number,
  keep: Keep,
): void {
  for (const [index, each] of runs.entries()) {
    const run = runSchema.safeParse(each);
    if (!run.success) throw refuse(path, run.error, ['results', resultIndex, 'runs', index]);
    runs[index] = keep(run.data, parameters);
  }
}

interface SchemaError extends Error {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

function refuse(path: string, error: SchemaError, below: readonly PropertyKey[]): UsageError {
  const issues = error.issues.map(
    ({ path: place, message }) => `${[...below, ...place].map(String).join('.')}: ${message}`,
  );
  const more = issues.length > MAX_SHOWN_ISSUES ? `, and ${issues.length - MAX_SHOWN_ISSUES} more` : '';
  return new UsageError(
    `${path} is not a valid report: ${issues.slice(0, MAX_SHOWN_ISSUES).join('; ')}${more}`,
    {
      hint: 'it was changed by hand, or by another program: measure again, or use another report',
      cause: error,
    },
  );
}

/** The text can be collected as soon as this returns. */
function readJson(path: string): unknown {
  const text = readBoundedText(path, { where: WHERE });
  return parseBoundedJson(path, text, {
    damaged: 'it was truncated or changed: measure again, or use another report',
  });
}

function refuseOtherVersion(path: string, value: unknown): void {
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (version === SCHEMA_VERSION) return;
  if (typeof version !== 'number') throw new UsageError(`${path} is not a tidemark report`, { hint: WHERE });
  const isNewer = version > SCHEMA_VERSION;
  throw new UsageError(
    `${path} has schema version ${version}, and this tidemark reads version ${SCHEMA_VERSION}`,
    { hint: isNewer ? 'update tidemark' : 'measure again with this tidemark' },
  );
}
