import { describe, expect, test } from 'vitest';
import type { FirstAfterFalse, LabelResult, RunResult } from '../../result.ts';
import { KiB, makeCounters, makeRun } from '../../test/builders.ts';
import { describeFirstCall, describeUnfinished, LABEL_COLUMNS } from './label-rows.ts';

const makeLabel = (label: Partial<LabelResult> = {}): LabelResult => ({
  label: 'enrich',
  ...makeCounters(label),
  ...label,
});

describe('the first call after false is shown', () => {
  const site = { file: 'lib/parse.ts', line: 42, column: 9 };

  test.each<[string, FirstAfterFalse, string]>([
    ['with its line', { method: 'write', site }, 'lib/parse.ts:42:9 → enrich.write()'],
    [
      'with the package that made it for the program',
      { method: 'write', site, through: 'csv-parse' },
      'lib/parse.ts:42:9 → through csv-parse → enrich.write()',
    ],
    [
      'as that of a package, if no line of the program was on the stack',
      { method: 'end', through: '@scope/csv' },
      'through @scope/csv → enrich.end()',
    ],
    ['as inside Node, if only Node was', { method: 'write' }, 'inside Node → enrich.write()'],
  ])('%s', (_how, firstAfterFalse, shown) => {
    expect(describeFirstCall(makeLabel({ firstAfterFalse }))).toBe(shown);
  });

  test('not at all where there was none', () => {
    expect(describeFirstCall(makeLabel())).toBeUndefined();
  });
});

describe('the columns of a label', () => {
  const read = (label: Partial<LabelResult>) => LABEL_COLUMNS.map((column) => column.read(makeLabel(label)));

  test('are its figures, and a dash for what was not measured', () => {
    expect(read({ peakBufferedBytes: 64 * KiB, writesAfterFalse: 3, pushesAfterFalse: 1_200_000 })).toEqual([
      '64 KiB',
      '–',
      '3',
      '1.2M',
      '–',
    ]);
    expect(read({ highWaterMarkBytes: 16 * KiB, fullForMs: 4700 })).toEqual([
      '0 B',
      '16 KiB',
      '0',
      '0',
      '4.7 s',
    ]);
  });

  test('show the chunks of a stream whose objects have no size', () => {
    expect(read({ peakBufferedChunks: 4096 })[0]).toBe('4096 chunks');
    expect(read({ peakBufferedChunks: 1 })[0]).toBe('1 chunk');
    expect(read({ peakBufferedChunks: 4096, peakBufferedBytes: 10 })[0]).toBe('10 B');
  });
});

describe('a run that did not finish', () => {
  const timedOut = (run: Partial<RunResult>): RunResult =>
    makeRun({ outcome: { state: 'timed-out', afterMs: 5000, phase: 'run' }, ...run });

  test('names its full streams, the longest first, and at most three', () => {
    const counters = Object.fromEntries(
      [100, 4700, 200, 300].map((fullForMs, index) => [`s${index}`, makeCounters({ fullForMs })]),
    );
    expect(describeUnfinished(timedOut({ counters: { ...counters, idle: makeCounters() } }))).toEqual([
      '`s1` has been full for 4.7 s',
      '`s3` has been full for 300 ms',
      '`s2` has been full for 200 ms',
    ]);
  });

  test('says that its counters were lost if it could not report them', () => {
    expect(describeUnfinished(timedOut({}))).toEqual([
      'its counters were lost: the process ended before it could report them',
    ]);
  });

  test('has nothing to say of streams if it ended before run(), watched none, or completed', () => {
    const inSetup = timedOut({ outcome: { state: 'timed-out', afterMs: 1, phase: 'setup' } });
    for (const run of [inSetup, timedOut({ counters: {} }), makeRun()]) {
      expect(describeUnfinished(run)).toEqual([]);
    }
  });

  test('does not name a stream that was full only just then', () => {
    const counters = { healthy: makeCounters({ fullForMs: 0.4 }), stuck: makeCounters({ fullForMs: 100 }) };
    expect(describeUnfinished(timedOut({ counters }))).toEqual(['`stuck` has been full for 100 ms']);
  });

  test('cannot control the terminal by the name of a label', () => {
    const counters = { 'a\u001b[2J': makeCounters({ fullForMs: 4700 }) };
    expect(describeUnfinished(timedOut({ counters }))).toEqual(['`a\\u{1b}[2J` has been full for 4.7 s']);
  });
});
