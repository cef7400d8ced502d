/** `report`: writes the page of a stored report, or that of a comparison of two. Measures nothing. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ReportOptions } from '../command-line/report.ts';
import { compareReports } from '../compare/compare-reports.ts';
import { EXIT, ResultsError, UsageError } from '../errors.ts';
import { compareNodeBench } from '../node-bench/compare-node-bench.ts';
import { readNodeBench } from '../node-bench/read-node-bench.ts';
import { isNodeBench, readNodeBenchSides } from '../node-bench/read-node-bench-sides.ts';
import { chooseCases } from '../page/choose-cases.ts';
import { openInBrowser } from '../page/open-in-browser.ts';
import { COMPARISON_PAGE, PAGE } from '../page/page-files.ts';
import { type PageSide, writeComparisonPage, writePage } from '../page/write-page.ts';
import { writeTrace } from '../page/write-trace.ts';
import { renderNodeBench, renderNodeBenchFile } from '../report/terminal/node-bench/render-node-bench.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { Sides } from '../sides.ts';
import { findReport, findSides, REPORT, readReport } from '../store/read-report.ts';
import { compareAxisOf } from './compare-axis.ts';

export async function report(options: ReportOptions, terminal: Terminal): Promise<number> {
  const { print, say } = terminal;
  if (options.reports.some(isNodeBench)) return showNodeBench(options, terminal);
  const { path, write } = planPage(options);
  if (options.trace !== undefined) traceReport(options, options.trace, path, terminal);
  for (const reason of writeOut(write)) say(`not comparable: ${quoteLine(reason)}`);
  print(quoteLine(path));
  if (options.opens && !(await openInBrowser(path)))
    say('no program was found that opens it: open the file in a browser');
  return EXIT.pass;
}

/** Where it cannot be written, --out names another place. */
function writeOut(write: PlannedPage['write']): readonly string[] {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof ResultsError)) throw error;
    throw new ResultsError(error.path, error.cause, { option: '--out' });
  }
}

/** It has neither memory over time nor an environment: there is no page of it. */
function showNodeBench(options: ReportOptions, terminal: Terminal): number {
  const refused = [
    options.out !== undefined && '--out',
    options.trace !== undefined && '--trace',
    options.opens && '--open',
    options.by !== undefined && '--by',
    options.caseText !== undefined && '--case',
  ].find((option) => option !== false);
  if (refused !== undefined) {
    throw new UsageError(`${refused} does not know output of node:bench`, {
      hint: 'leave it out: what the file has is printed',
    });
  }
  const [a, b] = options.reports;
  if (b === undefined) terminal.print(renderNodeBenchFile(readNodeBench(a), terminal));
  else {
    const sides = readNodeBenchSides({ a, b });
    terminal.print(renderNodeBench(compareNodeBench(sides.a, sides.b), terminal));
  }
  return EXIT.pass;
}

/** A page that can be written: nothing that was asked for stands in its way. */
interface PlannedPage {
  readonly path: string;
  /** Returns why two reports cannot be compared: the page of them says little more. */
  readonly write: () => readonly string[];
}

function planPage(options: ReportOptions): PlannedPage {
  const { reports, by, resultsRoot } = options;
  const [named, other] = reports;
  const sides = other === undefined ? findSides(named, resultsRoot) : { a: named, b: other };
  if (sides === undefined) return planOne(options);
  if (by === undefined && options.caseText === undefined) return planTwo(sides, options);
  const refused = by === undefined ? '--case chooses cases' : '--by compares the values of an axis';
  throw new UsageError(`${named} has two reports, and ${refused} within one`, {
    hint: `give ${sides.a} or ${sides.b}`,
  });
}

function planOne({ reports: [named], out, by, caseText, resultsRoot }: ReportOptions): PlannedPage {
  const whole = readReport(named, resultsRoot);
  const stored = caseText === undefined ? whole : chooseCases(whole, caseText);
  const file = findReport(named, resultsRoot);
  const folder = folderOf(file);
  const path = out === undefined ? join(folder, namePage(file)) : resolve(out);
  refuseOverwriting(path, file);
  const comparison = by === undefined ? undefined : compareAxisOf(stored, by);
  const write = (): readonly string[] => {
    writePage(path, stored, {
      folder,
      ...(comparison !== undefined && { comparison }),
      ...(caseText !== undefined && { part: { text: caseText, of: whole.results.length } }),
    });
    return [];
  };
  return { path, write };
}

function traceReport(
  { reports: [named], resultsRoot }: ReportOptions,
  trace: string,
  page: string,
  terminal: Terminal,
): void {
  const file = findReport(named, resultsRoot);
  const path = resolve(trace);
  refuseOverwriting(path, file, '--trace');
  if (path === page)
    throw new UsageError(`--trace is the page: ${page}`, { hint: 'give another file, such as trace.json' });
  const unread = writeTrace(path, readReport(named, resultsRoot), folderOf(file));
  terminal.print(quoteLine(path));
  if (unread === undefined) terminal.say('there is no samples.csv: the trace has runs and collections only');
  else if (unread > 0) terminal.say(`rows of samples.csv that could not be read: ${unread}`);
}

function planTwo(sides: Sides<string>, { reports, out, resultsRoot }: ReportOptions): PlannedPage {
  const read = (named: string): PageSide & { readonly file: string } => {
    const file = findReport(named, resultsRoot);
    return { report: readReport(named, resultsRoot), folder: folderOf(file), file };
  };
  const [a, b] = [read(sides.a), read(sides.b)];
  // Both sides of one invocation are in a folder of theirs.
  const folder = reports.length === 1 ? dirname(b.folder) : b.folder;
  const path = out === undefined ? join(folder, COMPARISON_PAGE) : resolve(out);
  for (const { file } of [a, b]) refuseOverwriting(path, file);
  const comparison = compareReports(a.report, b.report);
  const write = (): readonly string[] => {
    writeComparisonPage(path, { a, b }, comparison);
    return comparison.isComparable ? [] : comparison.reasons;
  };
  return { path, write };
}

const folderOf = (file: string): string => (statSync(file).isDirectory() ? file : dirname(file));

/** That of `main.json` is `main.html`: a folder of baselines has several. */
const namePage = (file: string): string =>
  basename(file) === REPORT ? PAGE : `${basename(file).replace(/\.json$/i, '')}.html`;

function refuseOverwriting(path: string, report: string, option = '--out'): void {
  if (path === resolve(report))
    throw new UsageError(`${option} is the report itself`, {
      hint: 'give another file, such as report.html',
    });
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`${option} is a folder: ${path}`, { hint: `give a file: ${join(path, PAGE)}` });
}
