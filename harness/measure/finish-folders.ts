/** The end of an invocation: its reports, each with its page. */
import { join } from 'node:path';
import { PAGE } from '../page/page-files.ts';
import { writePage } from '../page/write-page.ts';
import type { Report } from '../result.ts';
import type { Sides } from '../sides.ts';
import type { ResultsFolder } from '../store/results-folder.ts';

export async function finishFolder(folder: ResultsFolder, report: Report): Promise<void> {
  await folder.finish(report);
  writePage(join(folder.path, PAGE), report);
}

/** Both reports are stored before a page is written. */
export async function finishSides(folders: Sides<ResultsFolder>, reports: Sides<Report>): Promise<void> {
  await folders.a.finish(reports.a);
  await folders.b.finish(reports.b);
  writePage(join(folders.a.path, PAGE), reports.a);
  writePage(join(folders.b.path, PAGE), reports.b);
}
