/** Buttons, keys and the wheel of a chart: each does the same to its window. */
import type { PlotWindow } from './plot-window.ts';

export interface Controlled {
  readonly place: HTMLElement;
  readonly readout: HTMLElement;
  readonly window: PlotWindow;
}

const IN = 0.5;
const OUT = 2;
const PART = 0.5;
const FAR = 10;

type Act = (window: PlotWindow) => void;

const BUTTONS: readonly (readonly [name: string, text: string, act: Act])[] = [
  ['Zoom in', '+', (window) => window.zoomBy(IN)],
  ['Zoom out', '−', (window) => window.zoomBy(OUT)],
  ['Earlier', '◂', (window) => window.panBy(-PART)],
  ['Later', '▸', (window) => window.panBy(PART)],
  ['Show all', 'All', (window) => window.showAll()],
];

const KEYS: Readonly<Record<string, Act>> = {
  ArrowLeft: (window) => window.step(-1),
  ArrowRight: (window) => window.step(1),
  'Shift+ArrowLeft': (window) => window.step(-FAR),
  'Shift+ArrowRight': (window) => window.step(FAR),
  Home: (window) => window.step(Number.NEGATIVE_INFINITY),
  End: (window) => window.step(Number.POSITIVE_INFINITY),
  PageUp: (window) => window.panBy(-PART),
  PageDown: (window) => window.panBy(PART),
  '+': (window) => window.zoomBy(IN),
  '=': (window) => window.zoomBy(IN),
  'Shift++': (window) => window.zoomBy(IN),
  '-': (window) => window.zoomBy(OUT),
  '0': (window) => window.showAll(),
  Escape: (window) => window.showAll(),
};

export function addControls({ place, readout, window }: Controlled): void {
  const bar = document.createElement('p');
  bar.className = 'plot-bar';
  bar.append(...BUTTONS.map(([name, text, act]) => makeButton(name, text, () => act(window))), readout);
  place.after(bar);
  place.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[`${event.shiftKey ? 'Shift+' : ''}${event.key}`];
    if (act === undefined) return;
    event.preventDefault();
    act(window);
  });
  // Without Ctrl the wheel scrolls the page; two fingers that spread arrive as a wheel with Ctrl.
  place.addEventListener('wheel', (event) => zoomByWheel(event, window), { passive: false });
}

function zoomByWheel(event: WheelEvent, window: PlotWindow): void {
  if (!event.ctrlKey && !event.shiftKey) return;
  event.preventDefault();
  if (event.ctrlKey) window.zoomBy(2 ** (event.deltaY / 200));
  else window.panBy((event.deltaX + event.deltaY) / 1000);
}

function makeButton(name: string, text: string, act: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.title = name;
  button.setAttribute('aria-label', name);
  button.addEventListener('click', act);
  return button;
}
