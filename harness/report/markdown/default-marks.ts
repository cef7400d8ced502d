/** The table of defaults on the catalogue page. `npm run docs:defaults` writes its figures from runs of default-marks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { formatBytes } from '../../units.ts';
import { codeSpan, escapeMarkdown } from './markdown-text.ts';

/** What the scenario default-marks records, by the Node version that was measured. */
export type DefaultMarks = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function readDefaultMarks(): DefaultMarks {
  return JSON.parse(readFileSync(join(packageRoot, 'scenarios', 'defaults.json'), 'utf8')) as DefaultMarks;
}

const INTRODUCTION = `_highWaterMark_ where nobody sets it, as the scenario [\`default-marks\`](#default-marks) measures it on Linux. It is a
threshold, not a limit: nothing is refused beyond it. Code that obeys the return value exceeds it by less than one chunk.
Node streams count bytes, or objects in object mode; after \`setEncoding()\`, and with \`decodeStrings: false\`, they count
characters. Web Streams count chunks unless their queuing strategy counts bytes; \`type: 'bytes'\` counts bytes without one.`;

const NOTES = `On Windows, the default of byte streams is still 16 KiB. The window of HTTP/2 and the sizes of the pool are no
highWaterMarks. Two changes came within a line of versions: the pool grew in Node 24.18 and 26.3, and \`toWeb()\` counts
bytes since 24.19 and 26.4 ([nodejs/node#62986](https://github.com/nodejs/node/pull/62986)).`;

/** `net.Socket writableBytes`: what it is of, which part of it, and what is counted. */
const NAME = /^(?<subject>.*) (?<part>\S+)(?<unit>Bytes|Chunks|Objects)$/;

interface Row {
  readonly subject: string;
  readonly parts: string[];
  readonly units: string;
  readonly cells: readonly string[];
}

/** A row for each class of streams; two if its sides differ. Empty if nothing was measured. */
export function renderDefaultMarks(marks: DefaultMarks): string[] {
  const versions = Object.keys(marks);
  if (versions.length === 0) return [];
  return [
    '## Defaults',
    INTRODUCTION,
    [
      `| of | side | counts | ${versions.map((version) => `Node ${version}`).join(' | ')} |`,
      `| --- | --- | --- | ${versions.map(() => '---:').join(' | ')} |`,
      ...collectRows(marks).map(
        ({ subject, parts, units, cells }) =>
          `| ${codeSpan(subject)} | ${parts.map(escapeMarkdown).join(', ')} | ${units} | ${cells.join(' | ')} |`,
      ),
    ].join('\n'),
    NOTES,
  ];
}

function collectRows(marks: DefaultMarks): Row[] {
  const versions = Object.values(marks);
  const rows: Row[] = [];
  for (const { subject, part, units } of collectParts(versions)) {
    const cells = versions.map((recorded) =>
      units
        .filter((unit) => recorded[`${subject} ${part}${unit}`] !== undefined)
        .map((unit) => formatMark(recorded[`${subject} ${part}${unit}`] ?? 0, unit, units.length > 1))
        .join(', '),
    );
    const counted = units.join(' or ').toLowerCase();
    const same = rows.find(
      (row) => row.subject === subject && row.units === counted && `${row.cells}` === `${cells}`,
    );
    if (same) same.parts.push(describePart(part));
    else rows.push({ subject, parts: [describePart(part)], units: counted, cells });
  }
  return rows;
}

interface Part {
  readonly subject: string;
  readonly part: string;
  /** More than one if it counts something else on another version. */
  readonly units: string[];
}

function collectParts(versions: ReadonlyArray<Readonly<Record<string, number>>>): Part[] {
  const parts = new Map<string, Part>();
  for (const name of new Set(versions.flatMap((recorded) => Object.keys(recorded)))) {
    const { subject, part, unit } = NAME.exec(name)?.groups ?? {};
    if (subject === undefined || part === undefined || unit === undefined) continue;
    const known = parts.get(`${subject} ${part}`);
    if (known) known.units.push(unit);
    else parts.set(`${subject} ${part}`, { subject, part, units: [unit] });
  }
  return [...parts.values()];
}

/** `pooledBelow` to `pooled below`. */
const describePart = (part: string): string =>
  part.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Bytes exactly: 65,535 is not 64 KiB. */
function formatMark(value: number, unit: string, withUnit: boolean): string {
  if (unit === 'Bytes' && (value < 1024 || value % 1024 === 0)) return formatBytes(value);
  const exact = value.toLocaleString('en-US');
  return unit === 'Bytes' ? `${exact} B` : withUnit ? `${exact} ${unit.toLowerCase()}` : exact;
}
