/** Writes a report that no invocation has measured, with its tables, into a folder of its own. */
import { join } from 'node:path';
import { ResultsError } from '../errors.ts';
import { makeFolders } from '../files/make-folders.ts';
import type { Report } from '../result.ts';
import { renderLabelsCsv, renderRunsCsv } from './csv.ts';
import { REPORT } from './read-report.ts';
import { validateReport } from './validate-report.ts';
import { writeWhole, writeWholeBy } from './whole-file.ts';

/** report.json is the last: a folder that has it has all. Throws a ResultsError. */
export function writeReportFiles(folder: string, report: Report): void {
  try {
    makeFolders(folder);
    validateReport(report);
    writeWhole(join(folder, 'runs.csv'), renderRunsCsv(report));
    writeWhole(join(folder, 'labels.csv'), renderLabelsCsv(report));
    writeWholeBy(join(folder, REPORT), (write) => writeJson(report, write));
  } catch (error) {
    throw new ResultsError(folder, error, { option: '--out' });
  }
}

/** As JSON.stringify() would, result by result: the text of thousands of runs is never in memory as a whole. */
function writeJson({ results, ...frame }: Report, write: (piece: string) => void): void {
  write(`${JSON.stringify(frame).slice(0, -1)},"results":[`);
  for (const [index, result] of results.entries())
    write(`${index === 0 ? '' : ','}${JSON.stringify(result)}`);
  write(']}\n');
}
