/** `merge`: makes one report of those that several machines have stored. Measures nothing. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { MergeOptions } from '../command-line/merge.ts';
import { compareReports } from '../compare/compare-reports.ts';
import { EXIT, UsageError } from '../errors.ts';
import { findCopies } from '../merge/find-contradictions.ts';
import { type MergeResult, mergeReports } from '../merge/merge-reports.ts';
import type { ReadReport } from '../merge/parts.ts';
import { makeSharing, type Sharing } from '../merge/share-equal.ts';
import { COMPARISON_PAGE, PAGE } from '../page/page-files.ts';
import { writeComparisonPage, writePage } from '../page/write-page.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import { renderAnswer } from '../report/terminal/answer.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { cutText } from '../report/text/cut-text.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import type { Report } from '../result.ts';
import type { SideName } from '../sides.ts';
import { listReports } from '../store/list-reports.ts';
import { findReport, readReport } from '../store/read-report.ts';
import { writeReportFiles } from '../store/write-report-files.ts';
import { showSides } from './ab.ts';
import { decideAbExit, decideExit } from './decide-exit.ts';

export function merge(options: MergeOptions, terminal: Terminal): number {
  const { from, out, resultsRoot } = options;
  prepareReports(options.reporters);
  refuseFilled(out);
  // With 64 reports of a thousand runs it takes 110 MB less, and a fifth more time.
  setFlagsFromString('--heap-growing-percent=15');
  const sharing = makeSharing();
  const read = from.flatMap((named) => readAll(named, { resultsRoot, sharing, terminal }));
  const sides = findSideNames(read);
  // Both sides of an A/B comparison are merged, each for itself, before anything is written.
  const results = sides.map((side) => ({
    side,
    ...mergeReports(read.filter(({ report }) => report.side?.name === side)),
  }));
  const refused = sayFaults(results, options, terminal);
  if (refused !== undefined) return refused;
  const merged = results.flatMap(({ side, report }) =>
    report === undefined ? [] : [{ side, report, folder: join(out, side ?? '') }],
  );
  for (const one of merged) write(one, terminal);
  return showAll(merged, options, terminal);
}

/** A is before B; a check that paired two revisions has a report besides. */
function findSideNames(read: readonly ReadReport[]): (SideName | undefined)[] {
  const sides = [...new Set(read.map(({ report }) => report.side?.name))].sort();
  // What one side lacks, the comparison of the merged reports would lack.
  const isOneSide = sides.includes('a') !== sides.includes('b');
  const areMixed = read.some(
    ({ report }) => sides.length > 1 && report.side === undefined && report.request.command !== 'check',
  );
  if (!isOneSide && !areMixed) return sides;
  throw new UsageError('these are not both sides of an A/B comparison, and nothing else', {
    hint: 'give the folders of the A/B comparisons, each with its a and b',
  });
}

type SideResult = MergeResult & { readonly side: SideName | undefined };

/** Returns the exit code if nothing is to be written. */
function sayFaults(
  results: readonly SideResult[],
  { allowsMissing }: MergeOptions,
  terminal: Terminal,
): number | undefined {
  for (const { faults, remarks } of results) {
    sayAll('!', remarks, terminal);
    sayAll('✗', [...faults.foreign, ...faults.missing], terminal);
  }
  const [a, b] = ['a', 'b'].map((name) => results.find(({ side }) => side === name));
  const copies = a === undefined || b === undefined ? [] : findCopies({ a: a.parts, b: b.parts });
  sayAll('✗', copies, terminal);
  if (copies.length > 0 || results.some(({ report }) => report === undefined)) {
    terminal.say('the reports cannot be one: nothing was written');
    return EXIT.notComparable;
  }
  if (allowsMissing || results.every(({ report }) => report?.complete)) return undefined;
  terminal.say('nothing was written: measure what is missing, or give --allow-missing to have what is there');
  return EXIT.notMeasured;
}

/** Thousands of shards can be missing. */
const MAX_LINES = 100;
/** Enough for ten cases with their parameters. */
const MAX_CHARACTERS = 4000;

function sayAll(mark: string, lines: readonly string[], terminal: Terminal): void {
  for (const line of lines.slice(0, MAX_LINES))
    terminal.say(wrapText(`${mark} ${quoteLine(cutText(line, MAX_CHARACTERS))}`, terminal.width, '  '));
  if (lines.length > MAX_LINES) terminal.say(`${mark} and ${lines.length - MAX_LINES} more`);
}

interface MergedSide {
  readonly side: SideName | undefined;
  readonly report: Report;
  readonly folder: string;
}

/** A page of more takes longer than the merge, and a browser seconds for each key that filters it. */
const MAX_PAGE_CASES = 2000;

function write({ side, report, folder }: MergedSide, terminal: Terminal): void {
  const { results, merged } = report;
  writeReportFiles(folder, report);
  if (hasPage(report)) writePage(join(folder, PAGE), report);
  else
    sayAll(
      '!',
      [
        `no ${PAGE} for more than ${MAX_PAGE_CASES} cases: \`tidemark report ${folder}\` draws one, which takes longer than the merge`,
      ],
      terminal,
    );
  const ofSide = side === undefined ? '' : ` of side ${side}`;
  const reports = count(merged?.invocations.length ?? 0, 'report');
  terminal.say(`merged ${reports}${ofSide} into ${quoteLine(folder)}: ${count(results.length, 'case')}`);
}

const hasPage = ({ results }: Report): boolean => results.length <= MAX_PAGE_CASES;

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function showAll(merged: readonly MergedSide[], options: MergeOptions, terminal: Terminal): number {
  const [a, b, whole] = ['a', 'b', undefined].map((name) => merged.find(({ side }) => side === name));
  if (whole === undefined)
    return a === undefined || b === undefined ? EXIT.notMeasured : showBoth(a, b, options, terminal);
  const code = show(whole, options, terminal);
  if (a !== undefined && b !== undefined)
    sayAll('!', [`there are pairs as well: tidemark compare ${options.out}`], terminal);
  return code;
}

function show({ report }: MergedSide, { json, reporters, strict }: MergeOptions, terminal: Terminal): number {
  const reported = { kind: 'run', report } as const;
  if (json) terminal.print(renderJsonText(report));
  else if (!takesStdout(reporters)) terminal.print(renderAnswer(reported, terminal));
  writeReports(reporters, reported, terminal);
  return report.complete ? decideExit(report.results, strict) : EXIT.notMeasured;
}

/** As `ab` shows what it has measured. */
function showBoth(a: MergedSide, b: MergedSide, options: MergeOptions, terminal: Terminal): number {
  const comparison = compareReports(a.report, b.report);
  if (hasPage(a.report) && hasPage(b.report))
    writeComparisonPage(join(options.out, COMPARISON_PAGE), { a, b }, comparison);
  const reports = { a: a.report, b: b.report };
  showSides(comparison, reports, { ...options, verbose: false }, terminal);
  const areComplete = a.report.complete && b.report.complete;
  return areComplete ? decideAbExit(comparison, reports, options.strict) : EXIT.notMeasured;
}

interface Reading {
  readonly resultsRoot: string;
  readonly sharing: Sharing;
  readonly terminal: Terminal;
}

/** A folder without a report of its own is searched. */
function readAll(named: string, { resultsRoot, sharing, terminal }: Reading): ReadReport[] {
  const path = resolve(named);
  const isSearched =
    existsSync(path) && statSync(path).isDirectory() && !existsSync(join(path, 'report.json'));
  const { reports, notRead } = isSearched
    ? listReports(path)
    : { reports: [findReport(named, resultsRoot)], notRead: [] };
  sayAll('!', notRead, terminal);
  if (reports.length === 0)
    throw new UsageError(`no report.json in ${named}, nor in a folder below it`, {
      hint: 'a shard that was interrupted early has none: resume it, or measure it again',
    });
  return reports.map((file) => ({
    report: sharing.plan(readReport(file, resultsRoot, sharing.run)),
    from: isSearched ? file : named,
  }));
}

/** Nothing is overwritten, and what another merge has left cannot be taken for a part of this one. */
function refuseFilled(out: string): void {
  if (!existsSync(out)) return;
  const isFilled = !statSync(out).isDirectory() || readdirSync(out).length > 0;
  if (isFilled) throw new UsageError(`--out ${out} is not an empty folder`, { hint: 'give another folder' });
}
