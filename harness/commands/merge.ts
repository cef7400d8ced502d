/** `merge`: makes one report of those that several machines have stored. Measures nothing. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MergeOptions } from '../command-line/merge.ts';
import { EXIT, UsageError } from '../errors.ts';
import { mergeReports } from '../merge/merge-reports.ts';
import { makePlanSharing, type ReadReport } from '../merge/parts.ts';
import { PAGE } from '../page/page-files.ts';
import { writePage } from '../page/write-page.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import { renderAnswer } from '../report/terminal/answer.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import type { Report } from '../result.ts';
import { listReports } from '../store/list-reports.ts';
import { findReport, readReport } from '../store/read-report.ts';
import { writeReportFiles } from '../store/write-report-files.ts';
import { decideExit } from './decide-exit.ts';

type Side = 'a' | 'b' | undefined;

export function merge(options: MergeOptions, terminal: Terminal): number {
  const { from, out, resultsRoot } = options;
  prepareReports(options.reporters);
  refuseFilled(out);
  const sharePlan = makePlanSharing();
  const read = from.flatMap((named) => readAll(named, resultsRoot, sharePlan));
  const sides = [...new Set(read.map(({ report }) => report.side?.name))];
  refuseOneSide(sides);
  // Both sides of an A/B comparison are merged, each for itself.
  const codes = sides.map((side) =>
    mergeSide(
      read.filter(({ report }) => report.side?.name === side),
      { options, side, isOnly: sides.length === 1 },
      terminal,
    ),
  );
  return codes.find((code) => code !== EXIT.pass) ?? EXIT.pass;
}

/** What one side lacks, the comparison of the merged reports would lack. */
function refuseOneSide(sides: readonly Side[]): void {
  const isWhole = sides.includes('a') && sides.includes('b') && sides.length === 2;
  if (isWhole || sides.every((side) => side === undefined)) return;
  throw new UsageError('these are not both sides of an A/B comparison, and nothing else', {
    hint: 'give the folders of the A/B comparisons, each with its a and b',
  });
}

interface Merging {
  readonly options: MergeOptions;
  readonly side: Side;
  readonly isOnly: boolean;
}

function mergeSide(
  read: readonly ReadReport[],
  { options, side, isOnly }: Merging,
  terminal: Terminal,
): number {
  const { report, faults, remarks } = mergeReports(read);
  const sayAll = (mark: string, lines: readonly string[]): void => {
    for (const line of lines.slice(0, MAX_LINES))
      terminal.say(wrapText(`${mark} ${quoteLine(line)}`, terminal.width, '  '));
    if (lines.length > MAX_LINES) terminal.say(`${mark} and ${lines.length - MAX_LINES} more`);
  };
  sayAll('!', remarks);
  sayAll('✗', [...faults.foreign, ...faults.missing]);
  const ofSide = side === undefined ? '' : ` of side ${side}`;
  if (report === undefined) {
    terminal.say(`the reports${ofSide} cannot be one: nothing was written`);
    return EXIT.notComparable;
  }
  if (!report.complete && !options.allowsMissing) {
    terminal.say(
      `nothing was written${ofSide}: measure what is missing, or give --allow-missing to have what is there`,
    );
    return EXIT.notMeasured;
  }
  const folder = join(options.out, side ?? '');
  writeReportFiles(folder, report);
  drawPage(folder, report, terminal);
  show(report, options, terminal, isOnly);
  const invocations = report.merged?.invocations.length ?? 0;
  terminal.say(
    `merged ${invocations} ${invocations === 1 ? 'report' : 'reports'}${ofSide} into ${quoteLine(folder)}: ${report.results.length} cases`,
  );
  return report.complete ? decideExit(report.results, options.strict) : EXIT.notMeasured;
}

/** Thousands of shards can be missing. */
const MAX_LINES = 100;

/** A page of more would take minutes and hundreds of MB, and no browser would open it. */
const MAX_PAGE_CASES = 2000;

function drawPage(folder: string, report: Report, terminal: Terminal): void {
  if (report.results.length > MAX_PAGE_CASES)
    terminal.say(
      `no ${PAGE} for more than ${MAX_PAGE_CASES} cases: \`tidemark report ${quoteLine(folder)}\` draws one, which may take minutes`,
    );
  else writePage(join(folder, PAGE), report);
}

function show(report: Report, { json, reporters }: MergeOptions, terminal: Terminal, isOnly: boolean): void {
  if (json) terminal.print(renderJsonText(report));
  else if (!takesStdout(reporters)) terminal.print(renderAnswer({ kind: 'run', report }, terminal));
  // A file has room for one of two sides: that of B.
  if (isOnly || report.side?.name === 'b') writeReports(reporters, { kind: 'run', report }, terminal);
}

/** A folder without a report of its own is searched. */
function readAll(named: string, resultsRoot: string, sharePlan: (report: Report) => Report): ReadReport[] {
  const path = resolve(named);
  const isSearched =
    existsSync(path) && statSync(path).isDirectory() && !existsSync(join(path, 'report.json'));
  const files = isSearched ? listReports(path) : [findReport(named, resultsRoot)];
  if (files.length === 0)
    throw new UsageError(`no report.json in ${named}, nor in a folder below it`, {
      hint: 'a shard that was interrupted early has none: resume it, or measure it again',
    });
  return files.map((file) => ({
    report: sharePlan(readReport(file, resultsRoot)),
    from: isSearched ? file : named,
  }));
}

/** Nothing is overwritten, and what another merge has left cannot be taken for a part of this one. */
function refuseFilled(out: string): void {
  if (!existsSync(out)) return;
  const isFilled = !statSync(out).isDirectory() || readdirSync(out).length > 0;
  if (isFilled) throw new UsageError(`--out ${out} is not an empty folder`, { hint: 'give another folder' });
}
