/** What every page needs of the disk. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ResultsError } from '../errors.ts';
import { compiled } from '../package-root.ts';
import type { PageAssets } from '../report/html/frame.ts';
import { writeWhole } from '../store/whole-file.ts';

/** Beside the report that it shows. */
export const PAGE = 'report.html';

export function writePageFile(path: string, page: string): void {
  try {
    writeWhole(path, page);
  } catch (error) {
    throw new ResultsError(dirname(path), error);
  }
}

export function readAssets(): PageAssets {
  const read = (name: string): string =>
    readFileSync(compiled(join('harness', 'report', 'html', 'assets', name)), 'utf8');
  return { style: read('page.css'), script: read('page.js') };
}
