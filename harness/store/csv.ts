import { Transform } from 'node:stream';
import { rankLabels } from '../judge/rank-labels.ts';
import { growthMetricNamed, METRICS, type Metric, recordedNames } from '../metrics.ts';
import type { MemoryReading } from '../protocol.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { CaseResult, LabelResult, Report, RunResult } from '../result.ts';

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

/** labels.csv: a row for each label of each run that could report its counters, the worst of a run first. */
export function renderLabelsCsv({ results }: Report): string {
  const runs = results.flatMap((result) => result.runs.map((run) => ({ result, run })));
  const rows = runs
    .sort((one, other) => one.run.index - other.run.index)
    .flatMap(({ result, run }) =>
      rankLabels(run).map((label) =>
        renderRow([...makeLabelRow(result, run, label), ...invocationOf([result], result.invocation)]),
      ),
    );
  return [renderRow([...LABEL_COLUMNS, ...invocationOf(results, 'invocation')]), ...rows].join('');
}

/** A column of merged reports only, whose invocations each number their runs from 0. */
const invocationOf = (results: readonly CaseResult[], cell: Cell): Cell[] =>
  results.some(({ invocation }) => invocation !== undefined) ? [cell] : [];

const COUNTERS = [
  'peakBufferedBytes',
  'peakBufferedChunks',
  'highWaterMarkBytes',
  'writesAfterFalse',
  'pushesAfterFalse',
  'drains',
  'backpressureMs',
  'fullForMs',
  'bytesIn',
  'bytesOut',
] as const satisfies readonly (keyof LabelResult)[];

const LABEL_COLUMNS = [
  ...['run', 'scenario', 'file', 'node', 'kind', 'outcome', 'label', ...COUNTERS],
  ...['method', 'siteFile', 'siteLine', 'siteColumn', 'siteFunction', 'through'],
];

function makeLabelRow({ scenario, file, node }: CaseResult, run: RunResult, label: LabelResult): Cell[] {
  const { method, site, through } = label.firstAfterFalse ?? {};
  return [
    ...[run.index, scenario, file, node, run.kind, run.outcome.state, label.label],
    ...COUNTERS.map((name) => label[name]),
    ...[method, site?.file, site?.line, site?.column, site?.functionName, through],
  ];
}
/** The same in every row of a case. */
const GROWTH_COLUMNS = ['growth', 'growthMetric', 'growthWhere', 'growthSlope', 'explainedRatio'] as const;

/** runs.csv: a row for each run, a column for each parameter of any scenario in the report. `file` distinguishes scenarios of one name. */
export function renderRunsCsv({ results }: Report): string {
  const parameterNames = [...new Set(results.flatMap(({ parameters }) => Object.keys(parameters)))].sort();
  const recorded = recordedNames(results.flatMap(({ runs }) => runs)).sort();
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
    ...recorded,
    'rssSource',
    'samples',
    'longestGapMs',
    ...GROWTH_COLUMNS,
    ...invocationOf(results, 'invocation'),
  ];
  const rows = results
    .flatMap((result) =>
      result.runs.map(
        (run) =>
          [
            run.index,
            renderRow([
              ...makeRunRow(result, run, parameterNames, recorded),
              ...invocationOf([result], result.invocation),
            ]),
          ] as const,
      ),
    )
    .sort(([a], [b]) => a - b);
  return [renderRow(columns), ...rows.map(([, row]) => row)].join('');
}

function makeRunRow(
  { scenario, file, node, growth }: CaseResult,
  run: RunResult,
  parameterNames: readonly string[],
  recorded: readonly `recorded.${string}`[],
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
    ...METRICS.map((metric) => (isMeasuredBy(run, metric) ? metric.read(run) : undefined)),
    ...recorded.map((name) => growthMetricNamed(name).read(run)),
    run.memory?.peak.rssSource,
    run.sampling?.count ?? run.live?.readings,
    run.sampling?.longestGapMs ?? run.live?.longestGapMs,
    growth?.verdict,
    growth?.metric,
    growth?.where,
    growth?.slope,
    growth?.explained?.ratio,
  ];
}

/** A stable run has other Node flags: its peaks are figures of their own. */
const isMeasuredBy = ({ kind }: RunResult, { measuredBy }: Metric): boolean =>
  measuredBy !== 'stable' || kind === 'stable';

const renderRow = (cells: readonly Cell[]): string => `${cells.map(renderCell).join(',')}\n`;

/** RFC 4180: a text with a comma or a quote is quoted, and its quotes are doubled. It has no line breaks, and no control characters but tabs. */
function renderCell(cell: Cell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const text = guardFormula(quoteLine(cell));
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet takes a cell that begins like this for a formula, some behind white space. Numbers are not changed. */
const guardFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The last four are the same characters in the width of Chinese ones. */
const FORMULA = /^[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^\t/u;
