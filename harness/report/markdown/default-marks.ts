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
threshold, not a limit: one more chunk of any size is accepted. Node streams count bytes, or objects in object mode; Web
Streams count chunks unless their queuing strategy counts bytes.`;

/** `net.Socket writableBytes`: what it is of, which part of it, and what is counted. */
const NAME = /^(?<subject>.*) (?<part>\S+)(?<unit>Bytes|Chunks|Objects)$/;

interface Row {
  readonly subject: string;
  readonly parts: string[];
  readonly unit: string;
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
        ({ subject, parts, unit, cells }) =>
          `| ${codeSpan(subject)} | ${parts.map(escapeMarkdown).join(', ')} | ${unit} | ${cells.join(' | ')} |`,
      ),
    ].join('\n'),
  ];
}

function collectRows(marks: DefaultMarks): Row[] {
  const versions = Object.values(marks);
  const rows: Row[] = [];
  for (const name of new Set(versions.flatMap((recorded) => Object.keys(recorded)))) {
    const { subject, part, unit } = NAME.exec(name)?.groups ?? {};
    if (subject === undefined || part === undefined || unit === undefined) continue;
    const cells = versions.map((recorded) => formatMark(recorded[name], unit));
    const same = rows.find(
      (row) => row.subject === subject && row.unit === unit.toLowerCase() && `${row.cells}` === `${cells}`,
    );
    if (same) same.parts.push(describePart(part));
    else rows.push({ subject, parts: [describePart(part)], unit: unit.toLowerCase(), cells });
  }
  return rows;
}

/** `pooledBelow` to `pooled below`. */
const describePart = (part: string): string =>
  part.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** A unit that a version does not have is left empty. */
function formatMark(value: number | undefined, unit: string): string {
  if (value === undefined) return '';
  return unit === 'Bytes' ? formatBytes(value) : value.toLocaleString('en-US');
}
