import type { ReadChart } from './read-chart.ts';

/** Makes a button of each entry of the legend that stands for a line: pressed as long as the line is shown. */
export function addToggles(
  figure: HTMLElement,
  { lines }: ReadChart,
  show: (line: number, isShown: boolean) => void,
): void {
  for (const entry of figure.querySelectorAll('.legend li')) {
    const kind = entry.querySelector('path')?.getAttribute('class') ?? '';
    const line = lines.findIndex((one) => !one.isFaint && `line ${one.kind}` === kind);
    if (line === -1) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'true');
    button.append(...entry.childNodes);
    button.addEventListener('click', () => {
      const isShown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(isShown));
      show(line, isShown);
    });
    entry.append(button);
  }
}
