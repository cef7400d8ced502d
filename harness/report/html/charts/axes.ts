/** The frame of an SVG chart: its size, its axes with their marks, and where a value stands in it. */
import { html, type Markup } from '../markup.ts';

export interface ChartAxis {
  readonly max: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  readonly name: string;
}

export type Place = (value: number) => number;

export const WIDTH = 640;
export const HEIGHT = 260;
/** Wide enough for `1023 MiB` in the larger letters of a narrow screen. */
export const LEFT = 92;
export const RIGHT = 44;
export const TOP = 12;
const BOTTOM = 40;
export const INNER_WIDTH = WIDTH - LEFT - RIGHT;
export const INNER_HEIGHT = HEIGHT - TOP - BOTTOM;

const round = (value: number): number => Math.round(value * 10) / 10;

export const placeX =
  ({ max }: ChartAxis): Place =>
  (value) =>
    round(LEFT + (INNER_WIDTH * value) / (max || 1));

export const placeY =
  ({ max }: ChartAxis): Place =>
  (value) =>
    round(TOP + INNER_HEIGHT * (1 - value / (max || 1)));

export function renderAxes(x: ChartAxis, y: ChartAxis): Markup {
  const [atX, atY] = [placeX(x), placeY(y)];
  const floor = TOP + INNER_HEIGHT;
  return html`<path class="grid" d="${y.ticks.map((value) => `M${LEFT} ${atY(value)}H${WIDTH - RIGHT}`).join('')}"/>${y.ticks.map(
    (value) => html`<text class="y" x="${LEFT - 6}" y="${atY(value) + 4}">${y.format(value)}</text>`,
  )}<path class="tick" d="${x.ticks.map((value) => `M${atX(value)} ${floor}v5`).join('')}"/>${x.ticks.map(
    (value) => html`<text class="x" x="${atX(value)}" y="${floor + 20}">${x.format(value)}</text>`,
  )}<text class="x name" x="${LEFT + INNER_WIDTH / 2}" y="${HEIGHT - 3}">${x.name}</text>`;
}
