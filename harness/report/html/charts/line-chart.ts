/** An SVG chart of lines over time or volume, drawn when the page is written, so that it needs no script. */
import type { Unit } from '../../../units.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import {
  type ChartAxis,
  HEIGHT,
  INNER_HEIGHT,
  INNER_WIDTH,
  LEFT,
  type Place,
  placeX,
  placeY,
  RIGHT,
  renderAxes,
  TOP,
  WIDTH,
} from './axes.ts';

export interface ChartLine {
  readonly name: string;
  /** Chooses colour and dashes in the style sheet. */
  readonly kind: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Marks each point, for lines of few points. */
  readonly hasMarks?: boolean;
  /** Behind the others, for more of the same. */
  readonly isFaint?: boolean;
}

/** A horizontal line over the whole width. */
export interface ChartLevel {
  readonly name: string;
  readonly kind: string;
  readonly y: number;
}

/** A stretch of the horizontal axis, shaded over the whole height. */
export interface ChartBand {
  readonly from: number;
  readonly to: number;
}

/** Short strokes at the lower edge. */
export interface ChartMarks {
  readonly kind: string;
  readonly at: readonly number[];
}

export interface LineChart {
  /** Read aloud instead of the picture. */
  readonly description: string;
  readonly lines: readonly ChartLine[];
  readonly levels?: readonly ChartLevel[];
  readonly bands?: readonly ChartBand[];
  readonly marks?: readonly ChartMarks[];
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  /** The units of both axes, for the script that lets a long chart be zoomed; absent where there is nothing to zoom. */
  readonly zoomedIn?: { readonly x: Unit; readonly y: Unit };
}

export function renderLineChart(chart: LineChart): Markup {
  const { description, lines, levels = [], x, y, zoomedIn } = chart;
  const [atX, atY] = [placeX(x), placeY(y)];
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}"${zoomedIn && html` data-x="${zoomedIn.x}" data-y="${zoomedIn.y}"`}>
${renderBands(chart, atX)}${renderAxes(x, y)}
${levels.map(({ name, kind, y: value }) => html`<path class="line ${kind}" data-name="${name}" data-level="${value}" d="M${LEFT} ${atY(value)}H${WIDTH - RIGHT}"/>`)}
${renderLines(lines, x, y)}${renderMarks(chart, atX)}
${lines
  .filter(({ hasMarks }) => hasMarks)
  .map(({ kind, points }) =>
    points.map(([px, py]) => html`<circle class="${kind}" cx="${atX(px)}" cy="${atY(py)}" r="3.5"/>`),
  )}
</svg>`;
}

/** The script reads what they stand for from their data. */
const renderBands = ({ bands = [] }: LineChart, atX: Place): Markup =>
  bands.length === 0
    ? NOTHING
    : html`<path class="blocked" data-bands="${bands.flatMap(({ from, to }) => [Math.round(from), Math.round(to)]).join(' ')}" d="${bands
        .map(({ from, to }) => `M${atX(from)} ${TOP}H${atX(to)}v${INNER_HEIGHT}H${atX(from)}z`)
        .join('')}"/>`;

const renderMarks = ({ marks = [] }: LineChart, atX: Place): readonly Markup[] =>
  marks
    .filter(({ at }) => at.length > 0)
    .map(
      ({ kind, at }) =>
        html`<path class="line ${kind}" data-marks="${at.map(Math.round).join(' ')}" d="${at.map((value) => `M${atX(value)} ${TOP + INNER_HEIGHT}v-${MARK_HEIGHT}`).join('')}"/>`,
    );

const MARK_HEIGHT = 10;

/** In the units of the data, which a script can read back exactly, and the transform brings them to their places. */
function renderLines(lines: readonly ChartLine[], x: ChartAxis, y: ChartAxis): Markup {
  const [scaleX, scaleY] = [INNER_WIDTH / (x.max || 1), -INNER_HEIGHT / (y.max || 1)].map((scale) =>
    Number(scale.toPrecision(SCALE_DIGITS)),
  );
  return html`<g transform="matrix(${scaleX} 0 0 ${scaleY} ${LEFT} ${TOP + INNER_HEIGHT})">${lines.map(
    ({ name, kind, points, isFaint }) =>
      html`<path class="line ${kind}${isFaint === true ? ' faint' : ''}" data-name="${name}" d="${drawPath(points)}"/>`,
  )}</g>`;
}

/** Relative to the point before, which takes half as many characters. */
export function drawPath(points: readonly (readonly [x: number, y: number])[]): string {
  let [lastX, lastY] = [0, 0];
  const steps = points.map(([pointX, pointY], index) => {
    const [x, y] = [Math.round(pointX), Math.round(pointY)];
    const [byX, byY] = [x - lastX, y - lastY];
    [lastX, lastY] = [x, y];
    return `${index === 0 ? 'm' : index === 1 ? 'l' : ' '}${byX}${byY < 0 ? '' : ' '}${byY}`;
  });
  return steps.join('').replaceAll(' -', '-');
}

/** A tenth of a pixel, however large the figures are. */
const SCALE_DIGITS = 6;
