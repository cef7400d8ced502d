/** Replaces a chart by one that can be zoomed once it is about to be seen. The picture stays, for print. */
import type uPlot from 'uplot';
import { addControls } from './controls.ts';
import { addToggles } from './legend-toggles.ts';
import { drawPlot, sizeFor } from './plot.ts';
import { PlotWindow } from './plot-window.ts';
import { type ReadChart, readChart } from './read-chart.ts';
import { describeAt } from './readout.ts';

/** In pixels: drawn before it is scrolled to. */
const AHEAD = '400px';

export function makeChartsInteractive(): void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        makeInteractive(target as SVGSVGElement);
      }
    },
    { rootMargin: AHEAD },
  );
  for (const svg of document.querySelectorAll('svg.chart[data-x]')) observer.observe(svg);
}

function makeInteractive(svg: SVGSVGElement): void {
  const chart = readChart(svg);
  const figure = svg.closest('figure');
  if (figure === null || chart.lines.every(({ xs }) => xs.length < 2)) return;
  const place = makePlace(chart);
  svg.after(place);
  figure.classList.add('has-plot');
  const readout = document.createElement('output');
  const hidden = new Set<number>();
  const onCursor = (x: number | undefined): void => {
    readout.textContent = x === undefined ? '' : describeAt(chart, x, (line) => !hidden.has(line));
  };
  const window = new PlotWindow(drawPlot({ chart, place, onCursor }), chart);
  addControls({ place, readout, window });
  addToggles(figure, chart, (line, isShown) => {
    if (isShown) hidden.delete(line);
    else hidden.add(line);
    window.plot.setSeries(line + 1, { show: isShown });
  });
  followSize(place, () => window.plot);
  // Colours are drawn, not styled.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    window.replace(drawPlot({ chart, place, onCursor }));
    for (const line of hidden) window.plot.setSeries(line + 1, { show: false });
  });
}

function makePlace({ description }: ReadChart): HTMLElement {
  const place = document.createElement('div');
  place.className = 'plot';
  place.tabIndex = 0;
  // What is typed goes to the chart, also where a screen reader has keys of its own.
  place.setAttribute('role', 'application');
  place.setAttribute('aria-roledescription', 'chart');
  place.setAttribute('aria-label', `${description}. Arrow keys move the cursor, + and - zoom, 0 shows all.`);
  return place;
}

function followSize(place: HTMLElement, plot: () => uPlot): void {
  new ResizeObserver(() => {
    const { width, height } = sizeFor(place);
    if (width !== plot().width && place.clientWidth > 0) plot().setSize({ width, height });
  }).observe(place);
}
