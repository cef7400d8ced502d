import { formatFigure } from '../../../../units.ts';
import { valueAt } from './align.ts';
import type { ReadChart } from './read-chart.ts';

/** `at 1.2 s: RSS 80 MiB, arrayBuffers 12 MiB`: of the lines that are shown. */
export function describeAt(chart: ReadChart, x: number, isShown: (line: number) => boolean): string {
  const values = chart.lines.flatMap((line, index) => {
    const value = line.isFaint || !isShown(index) ? undefined : valueAt(line, x);
    return value === undefined ? [] : [`${line.name} ${formatFigure(value, chart.y)}`];
  });
  return `at ${formatFigure(Math.max(0, x), chart.x)}: ${values.join(', ')}`;
}
