/** `report`: writes the page of a stored report. Measures nothing. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ReportOptions } from '../command-line/report.ts';
import { EXIT, UsageError } from '../errors.ts';
import { openInBrowser } from '../page/open-in-browser.ts';
import { PAGE, writePage } from '../page/write-page.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { findReport, REPORT, readReport } from '../store/read-report.ts';
import { compareAxisOf } from './compare-axis.ts';

export async function report(options: ReportOptions, { print, say }: Terminal): Promise<number> {
  const { report: named, out, opens, by, resultsRoot } = options;
  const stored = readReport(named, resultsRoot);
  const file = findReport(named, resultsRoot);
  const folder = statSync(file).isDirectory() ? file : dirname(file);
  const path = out === undefined ? join(folder, namePage(file)) : resolve(out);
  refuseOverwriting(path, file);
  writePage(path, stored, {
    folder,
    ...(by !== undefined && { comparison: compareAxisOf(stored, by) }),
  });
  print(quoteLine(path));
  if (opens && !(await openInBrowser(path)))
    say('no program was found that opens it: open the file in a browser');
  return EXIT.pass;
}

/** That of `main.json` is `main.html`: a folder of baselines has several. */
const namePage = (file: string): string =>
  basename(file) === REPORT ? PAGE : `${basename(file).replace(/\.json$/i, '')}.html`;

function refuseOverwriting(path: string, report: string): void {
  if (path === resolve(report))
    throw new UsageError('--out is the report itself', { hint: 'give another file, such as report.html' });
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`--out is a folder: ${path}`, { hint: `give a file: ${join(path, PAGE)}` });
}
