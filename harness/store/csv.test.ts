import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { makeCase, makeCounters, makeReading, makeReport, makeRun } from '../test/builders.ts';
import { makeSampleRow, openSampleRows, renderLabelsCsv, renderRunsCsv } from './csv.ts';

/** Rows of cells. Tests whose cells contain a comma, a quote or a newline do not use it. */
const parse = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

/** Each row, by column name. */
function parseRecords(csv: string): Record<string, string>[] {
  const [head = [], ...rows] = parse(csv);
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));
}

const READING = makeReading({
  rssBytes: 5,
  heapTotalBytes: 4,
  heapUsedBytes: 3,
  externalBytes: 2,
  arrayBuffersBytes: 1,
});

test('samples.csv has one header, and a row for each sample', async () => {
  const rows = openSampleRows(true);
  rows.write(makeSampleRow(0, 'one', 1.23456, READING));
  rows.end(makeSampleRow(1, 'two', 10, READING));
  expect(await text(rows)).toBe(
    'run,scenario,sinceStartMs,rssBytes,heapTotalBytes,heapUsedBytes,externalBytes,arrayBuffersBytes\n' +
      '0,one,1.235,5,4,3,2,1\n' +
      '1,two,10,5,4,3,2,1\n',
  );
});

test('a samples.csv that is continued has no second header', async () => {
  const rows = openSampleRows(false);
  rows.end(makeSampleRow(2, 'one', 10, READING));
  expect(await text(rows)).toBe('2,one,10,5,4,3,2,1\n');
});

test('a samples.csv without samples has its header', async () => {
  const rows = openSampleRows(true);
  rows.end();
  expect(await text(rows)).toMatch(/^run,scenario,.*,arrayBuffersBytes\n$/);
});

test('a time before the run began is a number, not a formula with an apostrophe', async () => {
  const rows = openSampleRows(false);
  rows.end(makeSampleRow(0, 'one', -1.5, READING));
  expect(await text(rows)).toBe('0,one,-1.5,5,4,3,2,1\n');
});

test('runs.csv has a row for each run of each case, in the order in which they were made', () => {
  const report = makeReport({
    results: [
      makeCase({ scenario: 'one', runs: [makeRun({ index: 3 }), makeRun({ index: 0 })] }),
      makeCase({ scenario: 'two', runs: [makeRun({ index: 1, kind: 'growth' }), makeRun({ index: 2 })] }),
    ],
  });
  const rows = parseRecords(renderRunsCsv(report));
  expect(rows.map(({ run, scenario, kind }) => [run, scenario, kind])).toEqual([
    ['0', 'one', 'measure'],
    ['1', 'two', 'growth'],
    ['2', 'two', 'measure'],
    ['3', 'one', 'measure'],
  ]);
});

test('runs.csv has a column for each parameter of any scenario, empty for scenarios without it', () => {
  const report = makeReport({
    results: [
      makeCase({ parameters: { volume: 1 }, runs: [makeRun({ parameters: { volume: 1 } })] }),
      makeCase({
        parameters: { allocation: 'from', volume: 2 },
        // The volume of a growth run differs from that of its case.
        runs: [makeRun({ index: 1, parameters: { allocation: 'from', volume: 8 } })],
      }),
    ],
  });
  const rows = parseRecords(renderRunsCsv(report));
  expect(rows.map((row) => [row['param.allocation'], row['param.volume']])).toEqual([
    ['', '1'],
    ['from', '8'],
  ]);
});

test('runs.csv has the figures of a run, and an empty cell for a figure that was not measured', () => {
  const run = makeRun({
    wallMs: 123.5,
    durationMs: 20,
    bytesDelivered: 1000,
    memory: { peak: { rssBytes: 9, rssSource: 'VmHWM-since-start' } },
    counters: { sink: makeCounters({ drains: 7 }) },
    sampling: { intervalMs: 10, count: 12, longestGapMs: 11.5, source: 'inspector' },
  });
  const failed = makeRun({ index: 1, outcome: { state: 'timed-out', afterMs: 5, phase: 'run' } });
  const [row, failedRow] = parseRecords(
    renderRunsCsv(makeReport({ results: [makeCase({ runs: [run, failed] })] })),
  );
  expect(row).toMatchObject({
    outcome: 'completed',
    wallMs: '123.5',
    durationMs: '20',
    throughputBytesPerSecond: '50000',
    drains: '7',
    peakRssBytes: '9',
    rssSource: 'VmHWM-since-start',
    peakArrayBuffersBytes: '',
    samples: '12',
    longestGapMs: '11.5',
  });
  expect(failedRow).toMatchObject({ outcome: 'timed-out', durationMs: '', drains: '', samples: '' });
});

test('runs.csv has what a scenario recorded, and the peaks of stable runs only for those', () => {
  const memory = { peak: { rssBytes: 5, arrayBuffersBytes: 3 } };
  const runs = [
    makeRun({ recorded: { openFiles: 3 }, memory }),
    makeRun({ index: 1, kind: 'stable', recorded: { heldBytes: 7 }, memory }),
  ];
  expect(parseRecords(renderRunsCsv(makeReport({ results: [makeCase({ runs })] })))).toMatchObject([
    { 'recorded.openFiles': '3', 'recorded.heldBytes': '', peakRssBytes: '5', stablePeakRssBytes: '' },
    { 'recorded.openFiles': '', 'recorded.heldBytes': '7', stablePeakRssBytes: '5' },
  ]);
});

test('labels.csv has a row for each label of each run that could report, the worst first', () => {
  const firstAfterFalse = {
    method: 'write',
    site: { file: 'lib/parse.ts', line: 42, column: 9, functionName: 'onRow' },
    through: 'csv-parse',
  } as const;
  const runs = [
    makeRun({ index: 1, counters: { sink: makeCounters({ fullForMs: 5 }) } }),
    makeRun({
      counters: {
        sink: makeCounters({ bytesIn: 7 }),
        guilty: { ...makeCounters({ writesAfterFalse: 2 }), firstAfterFalse },
      },
    }),
    makeRun({ index: 2, outcome: { state: 'timed-out', afterMs: 5, phase: 'run' } }),
  ];
  expect(parseRecords(renderLabelsCsv(makeReport({ results: [makeCase({ runs })] })))).toMatchObject([
    {
      run: '0',
      label: 'guilty',
      writesAfterFalse: '2',
      method: 'write',
      siteFile: 'lib/parse.ts',
      siteLine: '42',
      siteColumn: '9',
      siteFunction: 'onRow',
      through: 'csv-parse',
    },
    { run: '0', label: 'sink', bytesIn: '7', fullForMs: '', method: '', siteFile: '' },
    { run: '1', label: 'sink', fullForMs: '5', peakBufferedChunks: '' },
  ]);
});

test('a negative figure is not changed', () => {
  const run = makeRun({
    memory: {
      start: makeReading({ heapUsedBytes: 100 }),
      peak: {},
      retained: makeReading({ heapUsedBytes: 40 }),
    },
  });
  const [row] = parseRecords(renderRunsCsv(makeReport({ results: [makeCase({ runs: [run] })] })));
  expect(row?.retainedHeapUsedBytes).toBe('-60');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])(
  'a text that begins like a formula, %j, cannot start one',
  (word) => {
    const run = makeRun({ parameters: { choice: word } });
    const csv = renderRunsCsv(
      makeReport({ results: [makeCase({ parameters: { choice: word }, runs: [run] })] }),
    );
    expect(csv).toContain(`'${word}`);
    expect(csv).not.toMatch(/(^|,|")[=+\-@\t\r]/m);
  },
);

test('a text that is not a formula is not changed, and is quoted if it has a comma or a quote', () => {
  const runs = ['a=b', "it's", 'a,b', 'say "x"'].map((choice, index) =>
    makeRun({ index, parameters: { choice } }),
  );
  const csv = renderRunsCsv(makeReport({ results: [makeCase({ parameters: { choice: '' }, runs })] }));
  expect(csv).toContain(',a=b,');
  expect(csv).toContain(",it's,");
  expect(csv).toContain(',"a,b",');
  expect(csv).toContain(',"say ""x""",');
});

test.each([
  ['\r=x', '\\u{d}=x'],
  ['two\nlines', 'two ↵ lines'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['\n::error::x', ' ↵ ::error::x'],
  ['::error::x', ': :error::x'],
  ['##vso[x]', '## vso[x]'],
])('a text that could control what shows it, %j, is escaped', (label, cell) => {
  const run = makeRun();
  expect(renderRunsCsv(makeReport({ results: [makeCase({ scenario: label, runs: [run] })] }))).toContain(
    `\n0,${cell},`,
  );
});

test('a report without runs has only the header', () => {
  expect(parse(renderRunsCsv(makeReport({ results: [] })))).toHaveLength(1);
});

test('in a merged report, every row names the invocation that numbered its run', () => {
  const runs = [makeRun({ counters: { sink: makeCounters() } })];
  const results = ['one', 'two'].map((invocation) => makeCase({ invocation, runs }));
  for (const csv of [renderRunsCsv(makeReport({ results })), renderLabelsCsv(makeReport({ results }))])
    expect(parseRecords(csv).map(({ run, invocation }) => [run, invocation])).toEqual([
      ['0', 'one'],
      ['0', 'two'],
    ]);
  expect(renderRunsCsv(makeReport({ results: [makeCase({ runs })] }))).not.toContain('invocation');
});
