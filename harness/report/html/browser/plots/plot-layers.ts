/** What is drawn behind the lines of a plot and over them: stretches, levels and marks. */
import uPlot from 'uplot';
import type { ReadChart } from './read-chart.ts';

/** In pixels of the screen. */
const MARK_HEIGHT = 10;

/** Stretches over the whole height. */
export function drawBehind(plot: uPlot, { bands }: ReadChart): void {
  if (bands === undefined) return;
  const { top, height } = plot.bbox;
  inside(plot, (ctx) => {
    ctx.fillStyle = getComputedStyle(bands.path).fill;
    for (const { from, to } of bands.list) {
      const left = plot.valToPos(from, 'x', true);
      ctx.fillRect(left, top, plot.valToPos(to, 'x', true) - left, height);
    }
  });
}

/** Levels over the whole width, and marks at the lower edge. */
export function drawOver(plot: uPlot, { levels, marks }: ReadChart): void {
  const { left, top, width, height } = plot.bbox;
  const floor = top + height;
  for (const { path, y } of levels) {
    const at = plot.valToPos(y, 'y', true);
    stroke(plot, path, (ctx) => {
      ctx.moveTo(left, at);
      ctx.lineTo(left + width, at);
    });
  }
  for (const { path, at } of marks) {
    stroke(plot, path, (ctx) => {
      for (const value of at) {
        const x = plot.valToPos(value, 'x', true);
        ctx.moveTo(x, floor);
        ctx.lineTo(x, floor - MARK_HEIGHT * uPlot.pxRatio);
      }
    });
  }
}

function stroke(plot: uPlot, path: Element, trace: (ctx: CanvasRenderingContext2D) => void): void {
  const { stroke: colour, dash, width } = readStyle(path);
  inside(plot, (ctx) => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width * uPlot.pxRatio;
    ctx.setLineDash(dash.map((length) => length * uPlot.pxRatio));
    ctx.beginPath();
    trace(ctx);
    ctx.stroke();
  });
}

/** Nothing is drawn over the axes. */
function inside({ ctx, bbox }: uPlot, draw: (ctx: CanvasRenderingContext2D) => void): void {
  const { left, top, width, height } = bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  draw(ctx);
  ctx.restore();
}

/** The style sheet says how a line looks: in the picture, and so here. */
export function readStyle(path: Element) {
  const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(path);
  const dash = strokeDasharray === 'none' ? [] : (strokeDasharray.match(/[\d.]+/g) ?? []).map(Number);
  return { stroke, dash, width: Number.parseFloat(strokeWidth) || 1 };
}
