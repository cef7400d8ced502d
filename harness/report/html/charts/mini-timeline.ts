/** Memory over time in the height of a line of text, for a row of a table. */
import { html, type Markup } from '../markup.ts';

const WIDTH = 120;
const HEIGHT = 28;
const COLUMNS = 60;

/** The largest value of each column, so that no peak is lost. */
export function renderMiniTimeline(
  points: readonly (readonly [x: number, y: number])[],
  { kind, max, description }: { readonly kind: string; readonly max: number; readonly description: string },
): Markup {
  const end = points.at(-1)?.[0] ?? 0;
  const highest = new Map<number, number>();
  for (const [x, y] of points) {
    const column = Math.min(COLUMNS - 1, Math.floor((COLUMNS * x) / (end || 1)));
    highest.set(column, Math.max(highest.get(column) ?? 0, y));
  }
  const steps = [...highest].map(
    ([column, value]) =>
      `${Math.round((WIDTH * (column + 0.5)) / COLUMNS)} ${Math.round(HEIGHT - 2 - ((HEIGHT - 4) * value) / (max || 1))}`,
  );
  return html`<svg class="mini" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}"><path class="line ${kind}" d="M${steps.join('L')}"/></svg>`;
}
