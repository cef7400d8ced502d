/** Which cases of a scenario are worth choosing: no other has both less memory and more throughput. */
import { groupByScenario } from '../../../case-key.ts';
import { formatBytes, formatFigure } from '../../../units.ts';
import { renderLineChart } from '../charts/line-chart.ts';
import { tickBytes } from '../charts/scale.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { nameShown, type Shown, type ShownCase } from '../page-parts.ts';
import { renderTable } from '../table.ts';
import { figureCell } from './case-figures.ts';

export interface Choice {
  readonly shown: ShownCase;
  readonly memoryBytes: number;
  readonly bytesPerSecond: number;
}

/** Fewer have no front. */
const MIN_CASES = 3;
/** Of the highest throughput: what is gained beyond it is seldom worth the memory. */
const NEARLY = 0.9;

/** A chart for each scenario of several cases; empty if none has throughput and memory of several. */
export function renderTradeOffs({ cases }: Shown): Markup {
  const groups = groupByScenario(cases);
  const views = groups
    .map((group) => renderFront(group.flatMap(readChoice)))
    .filter((one) => one !== NOTHING);
  if (views.length === 0) return NOTHING;
  return html`<section id="trade-offs"><h2>Memory against throughput</h2>${views}</section>`;
}

function readChoice(shown: ShownCase): Choice[] {
  const { peakRssBytes, throughputBytesPerSecond } = shown.result.summary;
  if (peakRssBytes === undefined || throughputBytesPerSecond === undefined) return [];
  return [{ shown, memoryBytes: peakRssBytes.median, bytesPerSecond: throughputBytesPerSecond.median }];
}

/** From the least memory to the highest throughput. */
export function findFront(choices: readonly Choice[]): Choice[] {
  const sorted = [...choices].sort(
    (one, other) => one.memoryBytes - other.memoryBytes || other.bytesPerSecond - one.bytesPerSecond,
  );
  const front: Choice[] = [];
  for (const choice of sorted) {
    const best = front.at(-1);
    if (best === undefined || choice.bytesPerSecond > best.bytesPerSecond) front.push(choice);
  }
  return front;
}

/** A sentence for each choice that has something for it. */
export function nameChoices(front: readonly Choice[]): string[] {
  const [least, fastest] = [front[0], front.at(-1)];
  if (least === undefined || fastest === undefined) return [];
  const enough = front.find(({ bytesPerSecond }) => bytesPerSecond >= NEARLY * fastest.bytesPerSecond);
  if (least === fastest) return [`Least memory and highest throughput at once: ${describe(least)}.`];
  return [
    `Least memory: ${describe(least)}.`,
    ...(enough === undefined || enough === fastest || enough === least
      ? []
      : [`Least memory with at least ${100 * NEARLY} % of the highest throughput: ${describe(enough)}.`]),
    `Highest throughput: ${describe(fastest)}.`,
  ];
}

const describe = ({ shown, memoryBytes, bytesPerSecond }: Choice): string =>
  `${nameShown(shown)}, peak RSS ${formatBytes(memoryBytes)} at ${formatFigure(bytesPerSecond, 'bytesPerSecond')}`;

function renderFront(choices: readonly Choice[]): Markup {
  const [first] = choices;
  if (first === undefined || choices.length < MIN_CASES) return NOTHING;
  const front = findFront(choices);
  const { scenario } = first.shown;
  const maxX = Math.max(...choices.map(({ memoryBytes }) => memoryBytes));
  const maxY = Math.max(...choices.map(({ bytesPerSecond }) => bytesPerSecond));
  const place = ({ memoryBytes, bytesPerSecond }: Choice) => [memoryBytes, bytesPerSecond] as const;
  const names = nameChoices(front);
  return html`<h3>${scenario}</h3><figure><figcaption><p>${names.join(' ')} Medians of runs on this machine: where intervals overlap, the order may be chance.</p></figcaption>
${renderLineChart({
  description: `${scenario}: peak RSS against throughput. ${names.join(' ')}`,
  lines: [
    { name: 'front', kind: 'front', points: front.map(place) },
    ...choices.map((choice) => ({
      ...{ name: nameShown(choice.shown), points: [place(choice)], hasMarks: true },
      kind: front.includes(choice) ? 'chosen' : 'other',
    })),
  ],
  x: { max: maxX, ticks: tickBytes(maxX), format: formatBytes, name: 'peak RSS' },
  y: {
    max: maxY,
    ticks: tickBytes(maxY),
    format: (value) => formatFigure(value, 'bytesPerSecond'),
    name: 'throughput',
  },
})}
<details><summary>${scenario}: memory and throughput as a table</summary>${renderTable(
    `${scenario}: memory and throughput`,
    COLUMNS,
    choices.map((choice) => [
      html`<a href="#${choice.shown.anchor}">${nameShown(choice.shown)}</a>`,
      figureCell(choice.memoryBytes, 'bytes'),
      figureCell(choice.bytesPerSecond, 'bytesPerSecond'),
      front.includes(choice) ? 'yes' : 'no',
    ]),
  )}</details></figure>`;
}

const COLUMNS = [
  { head: 'case' },
  { head: 'peak RSS', isNumber: true },
  { head: 'throughput', isNumber: true },
  { head: 'worth choosing' },
];
