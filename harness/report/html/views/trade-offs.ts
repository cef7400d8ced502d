/** Which cases of a scenario are worth choosing: no other has both less memory and more throughput. */
import { groupByScenario } from '../../../case-key.ts';
import type { CaseResult } from '../../../result.ts';
import { formatBytes, formatFigure } from '../../../units.ts';
import { labelCase, varyingAxes } from '../../text/case-label.ts';
import { renderLineChart } from '../charts/line-chart.ts';
import { tickBytes } from '../charts/scale.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { linkTo, type Shown, type ShownCase } from '../page-parts.ts';
import { renderTable } from '../table.ts';
import { figureCell } from './case-figures.ts';

export interface Choice {
  readonly shown: ShownCase;
  /** What was chosen: `highWaterMark 64 KiB`. */
  readonly name: string;
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
    .flatMap((group) => groupByGiven(group))
    .map(renderFront)
    .filter((one) => one !== NOTHING);
  if (views.length === 0) return NOTHING;
  return html`<section id="trade-offs"><h2>Memory against throughput</h2>${views}</section>`;
}

/** What is compared: cases that differ only in what a program can choose. */
interface Group {
  readonly name: string;
  readonly choices: readonly Choice[];
}

/** How much data there is, and on which Node, is given: less of it takes less memory, and is not a choice. */
export const isGivenAxis = (axis: string, results: readonly CaseResult[]): boolean =>
  axis === 'node' || results.some(({ parameterKinds }) => parameterKinds[axis] === 'volume');

/** In a merged report the machine is given as well. */
function groupByGiven(cases: readonly ShownCase[]): Group[] {
  const results = cases.map(({ result }) => result);
  const axes = varyingAxes(results);
  const isGiven = (axis: string): boolean => isGivenAxis(axis, results);
  const [given, chosen] = [axes.filter(isGiven), axes.filter((axis) => !isGiven(axis))];
  const groups = new Map<string, Choice[]>();
  for (const shown of cases) {
    const { invocation } = shown.result;
    const label = [labelCase(shown.result, given), invocation ?? ''].filter((part) => part !== '').join(', ');
    groups.set(label, [...(groups.get(label) ?? []), ...readChoice(shown, labelCase(shown.result, chosen))]);
  }
  const scenario = cases[0]?.scenario ?? '';
  return [...groups].map(([label, choices]) => ({
    name: label === '' ? scenario : `${scenario} [${label}]`,
    choices,
  }));
}

function readChoice(shown: ShownCase, name: string): Choice[] {
  const { peakRssBytes, throughputBytesPerSecond } = shown.result.summary;
  if (peakRssBytes === undefined || throughputBytesPerSecond === undefined) return [];
  return [{ shown, name, memoryBytes: peakRssBytes.median, bytesPerSecond: throughputBytesPerSecond.median }];
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

const describe = ({ name, memoryBytes, bytesPerSecond }: Choice): string =>
  `${name}, peak RSS ${formatBytes(memoryBytes)} at ${formatFigure(bytesPerSecond, 'bytesPerSecond')}`;

function renderFront({ name, choices }: Group): Markup {
  if (choices.length < MIN_CASES) return NOTHING;
  const front = findFront(choices);
  const maxX = Math.max(...choices.map(({ memoryBytes }) => memoryBytes));
  const maxY = Math.max(...choices.map(({ bytesPerSecond }) => bytesPerSecond));
  const place = ({ memoryBytes, bytesPerSecond }: Choice) => [memoryBytes, bytesPerSecond] as const;
  const names = nameChoices(front);
  return html`<h3>${name}</h3><figure><figcaption><p>${names.join(' ')} Medians of runs on this machine: where intervals overlap, the order may be chance.</p></figcaption>
${renderLineChart({
  description: `${name}: peak RSS against throughput. ${names.join(' ')}`,
  lines: [
    { name: 'front', kind: 'front', points: front.map(place) },
    ...choices.map((choice) => ({
      ...{ name: choice.name, points: [place(choice)], hasMarks: true },
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
<details><summary>${name}: memory and throughput as a table</summary>${renderTable(
    `${name}: memory and throughput`,
    COLUMNS,
    choices.map((choice) => [
      linkTo(choice.shown, choice.name),
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
