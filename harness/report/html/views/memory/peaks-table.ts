/** The table behind a chart over time: the largest value of each line in each of a few intervals. */
import { formatBytes, formatDuration } from '../../../../units.ts';
import { MISSING } from '../../../text/comparison-figures.ts';
import type { Markup } from '../../markup.ts';
import { renderTable } from '../../table.ts';
import type { Point } from '../../thinned-samples.ts';

export interface NamedPoints {
  readonly name: string;
  readonly points: readonly Point[];
}

const ROWS = 8;

export function renderPeaks(title: string, lines: readonly NamedPoints[], endMs: number): Markup {
  const stepMs = endMs / ROWS || 1;
  const columns = lines.map(({ points }) => findPeaks(points, stepMs));
  const rows = Array.from({ length: ROWS }, (_, row) => row).filter((row) =>
    columns.some((peaks) => peaks[row] !== undefined),
  );
  return renderTable(
    `${title}: the largest value in each interval`,
    [{ head: 'from', isNumber: true }, ...lines.map(({ name }) => ({ head: name, isNumber: true }))],
    rows.map((row) => [
      { text: formatDuration(row * stepMs), value: Math.round(row * stepMs) },
      ...columns.map((peaks) => ({
        text: peaks[row] === undefined ? MISSING : formatBytes(peaks[row]),
        value: peaks[row],
      })),
    ]),
  );
}

function findPeaks(points: readonly Point[], stepMs: number): (number | undefined)[] {
  const peaks: (number | undefined)[] = [];
  for (const [atMs, value] of points) {
    const row = Math.min(ROWS - 1, Math.floor(atMs / stepMs));
    peaks[row] = Math.max(peaks[row] ?? 0, value);
  }
  return peaks;
}
