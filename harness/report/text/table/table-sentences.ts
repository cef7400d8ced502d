/** What a comparison table says, in sentences. Every figure in them is of the intervals in its cells. Pure. */
import type { BuiltTable, Cell, ComparisonTableRow } from '../../../compare/comparison-table.ts';
import { findMetric } from '../../../metrics.ts';
import type { ComparisonTable, ParameterValue } from '../../../scenario.ts';
import { formatFigure } from '../../../units.ts';
import { formatParameter } from '../case-label.ts';
import { quoteLine } from '../terminal-text.ts';

/** An interval with less says little. It is the coverage of the intervals from three runs of each; from one run it is 0. */
const MIN_CONFIDENCE = 0.9;
/** Without an interval: single runs of the same operation differ by a third and more. */
const CLEAR = 2;

/** For each row, and each of its columns, how it compares with the reference over the blocks; then its remarks. */
export function listTableSentences(table: BuiltTable): string[] {
  if (table.layout.reference === undefined)
    return table.columns.flatMap((_, column) => rankRows(table, column));
  const values = [...new Set(table.blocks.flatMap(({ rows }) => rows.map(({ value }) => value)))];
  return values.flatMap((value) => {
    const rows = table.blocks.map((block) => block.rows.find((row) => row.value === value));
    const name = nameValue(table, table.layout.rows, value);
    const isReference = value === table.layout.reference;
    return [
      ...(isReference ? [] : table.columns.flatMap((_, column) => compareRow(table, name, rows, column))),
      ...describeRemarks(table, name, rows),
    ];
  });
}

type Verdict = 'faster' | 'slower' | 'unclear';

interface Compared {
  readonly verdict: Verdict;
  /** How many times as long it takes as the reference. */
  readonly low: number;
  readonly high: number;
  readonly isSure: boolean;
}

function compareRow(
  table: BuiltTable,
  name: string,
  rows: readonly (ComparisonTableRow | undefined)[],
  column: number,
): string[] {
  const compared = rows.map((row) => judge(row?.cells[column]));
  const said = groupAlike(compared, (one) => one?.verdict).flatMap(({ first, last, items }) => {
    const known = items.filter((one) => one !== undefined);
    if (known.length === 0) return [];
    const where = describeRange(table, first, last);
    return [`${where === '' ? '' : `${where} `}${describeCompared(known, String(table.layout.reference))}`];
  });
  const inColumn =
    table.columns.length < 2 ? '' : `, ${nameValue(table, table.layout.columns, table.columns[column])}`;
  return said.length === 0 ? [] : [`${name}${inColumn}: ${said.join('; ')}`];
}

/** Undefined where nothing was measured that could be compared. */
function judge(cell: Cell | undefined): Compared | undefined {
  const multiple = cell?.multiple;
  if (multiple === undefined) return undefined;
  const { low, high, estimate, confidence } = multiple;
  const isSure = confidence >= MIN_CONFIDENCE;
  const [atMost, atLeast] = isSure ? [high, low] : [estimate * CLEAR, estimate / CLEAR];
  const verdict = atMost <= 1 && high < 1 ? 'faster' : atLeast >= 1 && low > 1 ? 'slower' : 'unclear';
  return { verdict, low, high, isSure };
}

function describeCompared(compared: readonly Compared[], reference: string): string {
  const [low, high] = [
    Math.min(...compared.map((one) => one.low)),
    Math.max(...compared.map((one) => one.high)),
  ];
  const probably = compared.every(({ isSure }) => isSure) ? '' : 'probably ';
  switch (compared[0]?.verdict) {
    case 'faster':
      return `${probably}${describeTimes(1 / high, 1 / low)} as fast as ${quoteLine(reference)}`;
    case 'slower':
      return `${probably}takes ${describeTimes(low, high)} as long as ${quoteLine(reference)}`;
    default:
      return 'no difference can be shown';
  }
}

/** A table without a reference: which row is the fastest, and how much slower is the slowest. */
function rankRows(table: BuiltTable, column: number): string[] {
  return table.blocks.flatMap(({ rows }, block) => {
    const figures = rows.flatMap(({ value, cells }) => {
      const figure = cells[column]?.figure;
      return figure === undefined || !(figure.low > 0) ? [] : [{ value, figure }];
    });
    const sorted = figures.sort((one, other) => one.figure.median - other.figure.median);
    const [first, last] = [sorted[0], sorted.at(-1)];
    if (first === undefined || last === undefined || sorted.length < 2) return [];
    const name = (value: ParameterValue | undefined): string => nameValue(table, table.layout.rows, value);
    const alike = sorted.slice(1).filter(({ figure }) => figure.low <= first.figure.high);
    const where = [
      ...(table.layout.columns === undefined
        ? []
        : [
            `${quoteLine(table.layout.columns)} ${nameValue(table, table.layout.columns, table.columns[column])}`,
          ]),
      ...(table.blocks.length < 2 ? [] : [describeRange(table, block, block)]),
    ].join(', ');
    const others =
      alike.length === 0
        ? ''
        : `, or ${alike.map(({ value }) => name(value)).join(' or ')}: no difference can be shown`;
    const figure = formatNamed(table.layout.metric, first.figure.median);
    const times = describeTimes(last.figure.low / first.figure.high, last.figure.high / first.figure.low);
    const slowest = last.figure.low > first.figure.high ? `; ${name(last.value)} takes ${times} as long` : '';
    return [
      `${where === '' ? '' : `${where}: `}${name(first.value)} is the fastest (${figure})${others}${slowest}`,
    ];
  });
}

function describeRemarks(
  table: BuiltTable,
  name: string,
  rows: readonly (ComparisonTableRow | undefined)[],
): string[] {
  return (table.layout.remarks ?? []).flatMap((remark, index) => {
    const said = rows.map((row, block) => {
      const figure = row?.cells.flatMap((cell) => cell?.remarked[index] ?? [])[0];
      if (figure === undefined || figure <= thresholdOf(table, remark, block)) return undefined;
      return remark.text.replace('{}', formatNamed(remark.metric, figure));
    });
    return groupAlike(said, (text) => text).flatMap(({ first, last, items: [text] }) => {
      const where = describeRange(table, first, last);
      return text === undefined ? [] : [`${name}: ${where === '' ? '' : `${where} `}${quoteLine(text)}`];
    });
  });
}

type Remark = NonNullable<ComparisonTable['remarks']>[number];

/** The value of the blocks where the remark names their parameter, else 0. */
const thresholdOf = ({ layout, blocks }: BuiltTable, { above }: Remark, block: number): number =>
  above !== undefined && above === layout.blocks ? Number(blocks[block]?.value) : 0;

interface Group<Item> {
  readonly first: number;
  readonly last: number;
  readonly items: readonly Item[];
}

/** Neighbours that are alike, in the order of the blocks. */
function groupAlike<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Group<Item>[] {
  const groups: { first: number; last: number; items: Item[] }[] = [];
  for (const [index, item] of items.entries()) {
    const group = groups.at(-1);
    if (group !== undefined && keyOf(group.items[0] as Item) === keyOf(item)) {
      group.last = index;
      group.items.push(item);
    } else groups.push({ first: index, last: index, items: [item] });
  }
  return groups;
}

/** `up to 4 KiB`, `from 64 KiB on`, `at 16 KiB`; empty for all of them. */
function describeRange({ blocks, layout, example }: BuiltTable, first: number, last: number): string {
  if (first === 0 && last === blocks.length - 1 && blocks.length > 0) {
    if (blocks.length > 1 || blocks[0]?.value === undefined) return '';
  }
  const [from, to] = [first, last].map((index) =>
    formatParameter(blocks[index]?.value ?? '', example.parameterKinds[layout.blocks ?? '']),
  );
  // Words have no order.
  if (typeof blocks[0]?.value !== 'number') return first === last ? `with ${from}` : `from ${from} to ${to}`;
  if (first === last) return `at ${from}`;
  if (first === 0) return `up to ${to}`;
  return last === blocks.length - 1 ? `from ${from} on` : `from ${from} to ${to}`;
}

/** `1.9 to 2.3 times`: two digits. */
function describeTimes(low: number, high: number): string {
  const [from, to] = [low, high].map(formatTimes);
  return from === to ? `${from} times` : `${from} to ${to} times`;
}

const formatTimes = (times: number): string =>
  times < 9.95 ? times.toFixed(1) : Number(times.toPrecision(2)).toLocaleString('en-US');

const nameValue = (
  { example }: BuiltTable,
  axis: string | undefined,
  value: ParameterValue | undefined,
): string => formatParameter(value ?? '', example.parameterKinds[axis ?? '']);

const formatNamed = (name: string, value: number): string =>
  formatFigure(value, findMetric(name)?.unit ?? 'count', 'short');
