/** An SVG chart of parts that add up, one on top of the other. */
import { html, type Markup } from '../markup.ts';
import { type ChartAxis, HEIGHT, placeX, placeY, renderAxes, WIDTH } from './axes.ts';

export interface StackedPart {
  readonly name: string;
  /** Chooses the colour in the style sheet. */
  readonly kind: string;
  /** One for each x. */
  readonly values: readonly number[];
}

export interface StackedChart {
  readonly description: string;
  readonly xs: readonly number[];
  /** From the bottom to the top. */
  readonly parts: readonly StackedPart[];
  readonly x: ChartAxis;
  readonly y: ChartAxis;
}

export function renderStackedChart({ description, xs, parts, x, y }: StackedChart): Markup {
  const [atX, atY] = [placeX(x), placeY(y)];
  let below: readonly number[] = xs.map(() => 0);
  const areas = parts.map(({ kind, values }) => {
    const floor = below;
    const top = floor.map((value, index) => value + (values[index] ?? 0));
    below = top;
    const point = (heights: readonly number[]) => (index: number) =>
      `${atX(xs[index] ?? 0)} ${atY(heights[index] ?? 0)}`;
    const along = xs.map((_, index) => index);
    const outline = [...along.map(point(top)), ...along.reverse().map(point(floor))];
    return html`<path class="area ${kind}" d="M${outline.join('L')}Z"/>`;
  });
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}">
${areas}${renderAxes(x, y)}
</svg>`;
}
