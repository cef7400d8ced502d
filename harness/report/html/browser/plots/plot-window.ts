import type uPlot from 'uplot';
import type { ReadChart } from './read-chart.ts';
import { pan, type Range, stepTo, zoom } from './window.ts';

/** What is shown of a plot, and where its cursor is. */
export class PlotWindow {
  plot: uPlot;
  readonly #whole: Range;
  readonly #xs: readonly number[];

  constructor(plot: uPlot, { lines }: ReadChart) {
    this.plot = plot;
    this.#xs = [...new Set(lines.flatMap(({ xs }) => xs))].sort((one, other) => one - other);
    this.#whole = { min: this.#xs[0] ?? 0, max: this.#xs.at(-1) ?? 0 };
  }

  /** What is shown stays. */
  replace(plot: uPlot): void {
    const shown = this.#shown();
    this.plot.destroy();
    this.plot = plot;
    plot.setScale('x', shown);
  }

  /** Around the cursor, or else the middle; `x` is another place. */
  zoomBy(factor: number, x = this.#cursor() ?? middleOf(this.#shown())): void {
    this.plot.setScale('x', zoom(this.#shown(), this.#whole, factor, x));
  }

  panBy(share: number): void {
    this.plot.setScale('x', pan(this.#shown(), this.#whole, share));
  }

  showAll(): void {
    this.plot.setScale('x', this.#whole);
  }

  /** To another point, which comes into view. */
  step(by: number): void {
    const x = stepTo(this.#xs, this.#cursor() ?? this.#shown().min, by);
    const { min, max } = this.#shown();
    if (x < min || x > max) this.panBy((x - (min + max) / 2) / (max - min || 1));
    this.plot.setCursor({ left: this.plot.valToPos(x, 'x'), top: this.plot.over.clientHeight / 2 });
  }

  #cursor(): number | undefined {
    const { left = -1 } = this.plot.cursor;
    return left < 0 ? undefined : this.plot.posToVal(left, 'x');
  }

  #shown(): Range {
    const { min, max } = this.plot.scales.x ?? {};
    return { min: min ?? this.#whole.min, max: max ?? this.#whole.max };
  }
}

const middleOf = ({ min, max }: Range): number => (min + max) / 2;
