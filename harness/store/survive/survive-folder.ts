/** The folder of an invocation of `survive`: survive.json, and the output of its runs. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ResultsError } from '../../errors.ts';
import { makeFolders } from '../../files/make-folders.ts';
import type { SurviveReport } from '../../survive/survive-report.ts';
import { lockFolder } from '../folder-lock.ts';
import { OUTPUT } from '../results-names.ts';
import { writeWhole } from '../whole-file.ts';

export interface SurviveFolder {
  readonly path: string;
  readonly outputPath: (run: number) => string;
  /** Writes what was found, also after an interruption. */
  readonly finish: (report: SurviveReport) => void;
  /** For what ends without a report. */
  readonly close: () => void;
}

/** Throws a ResultsError where no folder can be made. */
export function createSurviveFolder(root: string, id: string): SurviveFolder {
  const path = join(root, id);
  const unlock = attempt(path, () => {
    makeFolders(root);
    mkdirSync(path);
    return lockFolder(path);
  });
  return {
    path,
    outputPath: (run) => join(path, OUTPUT, `${run}.txt`),
    finish: (report) =>
      attempt(path, () => writeWhole(join(path, 'survive.json'), `${JSON.stringify(report, null, 2)}\n`)),
    close: unlock,
  };
}

function attempt<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw new ResultsError(path, error);
  }
}
