/** Reads back from a chart of the page what it shows: the picture is the only copy of the data. */
import type { Unit } from '../../../../units.ts';

export interface ReadLine {
  readonly name: string;
  /** The class that colours it; an entry of the legend has the same. */
  readonly kind: string;
  readonly path: SVGPathElement;
  /** In the order of time. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Another run of the same case: it has no entry in the legend. */
  readonly isFaint: boolean;
}

export interface ReadLevel {
  readonly name: string;
  readonly kind: string;
  readonly path: SVGPathElement;
  readonly y: number;
}

export interface ReadBand {
  readonly from: number;
  readonly to: number;
}

export interface ReadMarks {
  readonly path: SVGPathElement;
  readonly at: readonly number[];
}

export interface ReadChart {
  readonly svg: SVGSVGElement;
  readonly description: string;
  readonly lines: readonly ReadLine[];
  readonly levels: readonly ReadLevel[];
  readonly bands: { readonly path: SVGPathElement; readonly list: readonly ReadBand[] } | undefined;
  readonly marks: readonly ReadMarks[];
  readonly x: Unit;
  /** Of the horizontal axis. */
  readonly xName: string;
  readonly y: Unit;
}

export function readChart(svg: SVGSVGElement): ReadChart {
  const paths = [...svg.querySelectorAll<SVGPathElement>('path[data-name]')];
  return {
    svg,
    description: svg.getAttribute('aria-label') ?? '',
    lines: paths.filter((path) => path.dataset.level === undefined).map(readLine),
    levels: paths.flatMap((path) =>
      path.dataset.level === undefined ? [] : [{ ...nameLine(path), y: Number(path.dataset.level) }],
    ),
    bands: readBands(svg),
    marks: [...svg.querySelectorAll<SVGPathElement>('path[data-marks]')].map((path) => ({
      path,
      at: [...(path.getAttribute('d') ?? '').matchAll(/M(\d+)/g)].map(([, at]) => Number(at)),
    })),
    x: svg.dataset.x as Unit,
    xName: svg.querySelector('text.name')?.textContent ?? '',
    y: svg.dataset.y as Unit,
  };
}

function readBands(svg: SVGSVGElement): ReadChart['bands'] {
  const path = svg.querySelector<SVGPathElement>('path[data-bands]');
  if (path === null) return undefined;
  const ends = numbersIn(path.dataset.bands);
  const list = ends.flatMap((to, index) => (index % 2 === 0 ? [] : [{ from: ends[index - 1] ?? 0, to }]));
  return { path, list };
}

const numbersIn = (text = ''): number[] => text.split(' ').map(Number);

const nameLine = (path: SVGPathElement) => ({
  path,
  name: path.dataset.name ?? '',
  kind: [...path.classList].filter((word) => word !== 'line' && word !== FAINT).join(' '),
});

const FAINT = 'faint';

function readLine(path: SVGPathElement): ReadLine {
  const numbers = path.getAttribute('d')?.match(/-?\d+/g) ?? [];
  const [xs, ys]: [number[], number[]] = [[], []];
  let [x, y] = [0, 0];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    x += Number(numbers[index]);
    y += Number(numbers[index + 1]);
    xs.push(x);
    ys.push(y);
  }
  return { ...nameLine(path), xs, ys, isFaint: path.classList.contains(FAINT) };
}
