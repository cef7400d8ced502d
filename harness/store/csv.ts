import { Transform } from 'node:stream';
import { METRICS } from '../metrics.ts';
import type { MemoryReading } from '../protocol.ts';
import type { CaseResult, Report, RunResult } from '../result.ts';

type Cell = string | number | undefined;

const SAMPLE_COLUMNS = [
  'run',
  'scenario',
  'sinceStartMs',
  'rssBytes',
  'heapTotalBytes',
  'heapUsedBytes',
  'externalBytes',
  'arrayBuffersBytes',
] as const;

/** A stream of rows of samples.csv; `header` is false if the file is continued. */
export function openSampleRows(header: boolean): Transform {
  const rows = new Transform({
    writableObjectMode: true,
    transform: (row: readonly Cell[], _encoding, callback) => callback(null, renderRow(row)),
  });
  if (header) rows.push(renderRow(SAMPLE_COLUMNS));
  return rows;
}

export function makeSampleRow(
  run: number,
  scenario: string,
  sinceStartMs: number,
  memory: MemoryReading,
): readonly Cell[] {
  const { rssBytes, heapTotalBytes, heapUsedBytes, externalBytes, arrayBuffersBytes } = memory;
  return [
    run,
    scenario,
    Math.round(sinceStartMs * 1000) / 1000,
    rssBytes,
    heapTotalBytes,
    heapUsedBytes,
    externalBytes,
    arrayBuffersBytes,
  ];
}

/** runs.csv: a row for each run, a column for each parameter of any scenario in the report. `file` distinguishes scenarios of one name. */
export function renderRunsCsv({ results }: Report): string {
  const parameterNames = [...new Set(results.flatMap(({ parameters }) => Object.keys(parameters)))].sort();
  const columns = [
    'run',
    'scenario',
    'file',
    'node',
    ...parameterNames.map((name) => `param.${name}`),
    'kind',
    'outcome',
    'wallMs',
    ...METRICS.map(({ name }) => name),
    'samples',
    'longestGapMs',
  ];
  const rows = results
    .flatMap((result) =>
      result.runs.map((run) => [run.index, makeRunRow(result, run, parameterNames)] as const),
    )
    .sort(([a], [b]) => a - b);
  return [columns, ...rows.map(([, row]) => row)].map(renderRow).join('');
}

function makeRunRow(
  { scenario, file, node }: CaseResult,
  run: RunResult,
  parameterNames: readonly string[],
): Cell[] {
  return [
    run.index,
    scenario,
    file,
    node,
    ...parameterNames.map((name) => run.parameters[name]),
    run.kind,
    run.outcome.state,
    run.wallMs,
    ...METRICS.map(({ read }) => read(run)),
    run.sampling?.count,
    run.sampling?.longestGapMs,
  ];
}

const renderRow = (cells: readonly Cell[]): string => `${cells.map(renderCell).join(',')}\n`;

/** RFC 4180: a text with a comma, a quote or a line break is quoted, and its quotes are doubled. */
function renderCell(cell: Cell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const text = guardFormula(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet takes a cell that begins like this for a formula. Numbers are not changed. */
function guardFormula(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
