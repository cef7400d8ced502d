import { growthMetricNamed, isRecorded } from '../../metrics.ts';
import type { CaseResult } from '../../result.ts';
import { formatFigure } from '../../units.ts';

export interface RecordedRow {
  /** As it was given to record(). Not escaped. */
  readonly name: string;
  /** `3`, or `3 (2 to 4)` where the runs differ. */
  readonly figure: string;
}

/** The figures that a scenario recorded itself: a row for each, with its median over the runs. */
export function listRecorded({ summary }: Pick<CaseResult, 'summary'>): RecordedRow[] {
  return Object.entries(summary).flatMap(([name, { median, low, high }]) => {
    if (!isRecorded(name)) return [];
    const { unit, label } = growthMetricNamed(name);
    const [figure, from, to] = [median, low, high].map((value) => formatFigure(value, unit));
    return [{ name: label, figure: low === high ? `${figure}` : `${figure} (${from} to ${to})` }];
  });
}
