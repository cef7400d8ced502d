/** A chart of the page that can be zoomed: drawn by uPlot over what the picture has, in the colours of the picture. */
/*! uPlot 1.6.32, (c) Leon Sorokin, MIT licence, https://github.com/leeoniya/uPlot */
import uPlot from 'uplot';
import { formatFigure } from '../../../../units.ts';
import { tickBytes } from '../../charts/scale.ts';
import { align } from './align.ts';
import { drawBehind, drawOver, readStyle } from './plot-layers.ts';
import type { ReadChart } from './read-chart.ts';

/** That of the picture, whose place it takes. */
const ASPECT = 260 / 640;
const MIN_HEIGHT = 200;
const FONT = '12px system-ui, sans-serif';
/** More room above the highest point. */
const HEADROOM = 1.02;

export interface PlotParts {
  readonly chart: ReadChart;
  readonly place: HTMLElement;
  /** Called with the time at which the cursor is; undefined if there is none. */
  readonly onCursor: (x: number | undefined) => void;
}

/** Its first series is the time; the others are the lines of the chart, in their order. */
export function drawPlot({ chart, place, onCursor }: PlotParts): uPlot {
  const colours = readColours(place);
  const axis: uPlot.Axis = {
    stroke: colours.text,
    font: FONT,
    grid: { stroke: colours.border, width: 0.5 },
    ticks: { stroke: colours.border, width: 0.5 },
  };
  return new uPlot(
    {
      ...sizeFor(place),
      ms: 1,
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false },
        y: { range: (_, __, max) => [0, Math.max(max * HEADROOM, ...chart.levels.map(({ y }) => y), 1)] },
      },
      axes: [
        {
          ...{ ...axis, label: chart.xName, labelFont: FONT, labelSize: 20, labelGap: 0, size: 34 },
          values: (_, ticks) => ticks.map((tick) => formatFigure(tick, chart.x)),
        },
        {
          ...{ ...axis, size: 72 },
          splits: (_, __, ___, max) => tickBytes(max),
          values: (_, ticks) => ticks.map((tick) => formatFigure(tick, chart.y)),
        },
      ],
      series: [{}, ...chart.lines.map(describeSeries)],
      hooks: {
        drawClear: [(plot) => drawBehind(plot, chart)],
        draw: [(plot) => drawOver(plot, chart)],
        setCursor: [
          (plot) => {
            const { left = -1 } = plot.cursor;
            onCursor(left < 0 ? undefined : plot.posToVal(left, 'x'));
          },
        ],
      },
    },
    align(chart.lines) as uPlot.AlignedData,
    place,
  );
}

export function sizeFor(place: HTMLElement): { readonly width: number; readonly height: number } {
  const width = Math.max(200, place.clientWidth);
  return { width, height: Math.max(MIN_HEIGHT, Math.round(width * ASPECT)) };
}

function describeSeries({ name, path, isFaint }: ReadChart['lines'][number]): uPlot.Series {
  const { stroke, dash, width } = readStyle(path);
  return {
    ...{ label: name, stroke, width, spanGaps: true },
    ...(dash.length > 0 && { dash }),
    points: { show: false },
    alpha: isFaint ? FAINT : 1,
  };
}

const FAINT = 0.35;

function readColours(place: HTMLElement) {
  const style = getComputedStyle(place);
  return { text: style.getPropertyValue('--faint'), border: style.getPropertyValue('--border') };
}
