import { type Options, type Stringifier, stringify } from 'csv-stringify';
import { stringify as stringifyNow } from 'csv-stringify/sync';
import { METRICS } from '../metrics.ts';
import type { MemoryReading } from '../protocol.ts';
import type { CaseResult, Report, RunResult } from '../result.ts';

const COMMON: Options = { header: true, record_delimiter: 'unix', cast: { string: guardFormula } };

/** A spreadsheet takes a cell that begins like this for a formula. Numbers are not touched. */
function guardFormula(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

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

/** A stream of rows of samples.csv; `header` is false where the file is continued. */
export function openSampleRows(header: boolean): Stringifier {
  return stringify({ ...COMMON, header, columns: [...SAMPLE_COLUMNS] });
}

export function makeSampleRow(
  run: number,
  scenario: string,
  sinceStartMs: number,
  memory: MemoryReading,
): readonly (string | number)[] {
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
  return stringifyNow(
    rows.map(([, row]) => row),
    { ...COMMON, columns },
  );
}

function makeRunRow(
  { scenario, file, node }: CaseResult,
  run: RunResult,
  parameterNames: readonly string[],
): unknown[] {
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
