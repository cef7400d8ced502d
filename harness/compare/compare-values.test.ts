import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../result.ts';
import type { ParameterValue } from '../scenario.ts';
import { makeCase, makeGrowth, makeReport, makeRun } from '../test/builders.ts';
import { compareValues, listAxes, listValues, type ValuesMetric } from './compare-values.ts';

const caseOf = (
  parameters: Record<string, ParameterValue>,
  durations: readonly number[],
  peakBufferedBytes = 1,
): CaseResult =>
  makeCase({
    parameters,
    runs: durations.map((durationMs, index) => makeRun({ index, durationMs, peakBufferedBytes })),
  });

const TIMES = [100, 101, 102, 103];
const [SLOWER, NOISY] = [TIMES.map((time) => 2 * time), [50, 99, 150, 200]];

const metricOf = (metrics: readonly ValuesMetric[] | undefined, name: string): ValuesMetric | undefined =>
  metrics?.find(({ metric }) => metric === name);

describe('the values of an axis', () => {
  const report = makeReport({
    results: [
      caseOf({ highWaterMark: 16, sink: 'file' }, TIMES, 16),
      caseOf({ highWaterMark: 64, sink: 'file' }, SLOWER, 64),
      caseOf({ highWaterMark: 256, sink: 'file' }, NOISY, 16),
    ],
  });

  test('are compared with the first, in words that do not judge', () => {
    const { tables, notCompared, against } = compareValues(report, { axis: 'highWaterMark' });
    expect({ notCompared, against, tables: tables.length }).toEqual({
      notCompared: [],
      against: 16,
      tables: 1,
    });
    expect(tables[0]).toMatchObject({ values: [16, 64, 256], remaining: { sink: 'file', node: '20.19.0' } });
    const wordsOf = (name: string) => metricOf(tables[0]?.metrics, name)?.figures.map(({ word }) => word);
    expect(wordsOf('durationMs')).toEqual([undefined, 'more', '~']);
    expect(wordsOf('peakBufferedBytes')).toEqual([undefined, 'more', '~']);
    const [, slower] = metricOf(tables[0]?.metrics, 'durationMs')?.figures ?? [];
    expect(slower?.difference?.estimate).toBeCloseTo(1, 12);
  });

  test('are compared with another value where that is requested, which then comes first', () => {
    const { tables } = compareValues(report, { axis: 'highWaterMark', against: 64 });
    expect(tables[0]?.values).toEqual([64, 16, 256]);
    const [, smaller] = metricOf(tables[0]?.metrics, 'peakBufferedBytes')?.figures ?? [];
    expect(smaller).toMatchObject({ word: 'less', median: 16 });
    expect(smaller?.difference?.estimate).toBeCloseTo(-0.75, 12);
  });

  test('cannot be distinguished by three runs that vary, but by three that are all the same', () => {
    const few = makeReport({
      results: [
        caseOf({ highWaterMark: 1 }, [100, 101, 102], 5),
        caseOf({ highWaterMark: 2 }, [200, 201, 202], 6),
      ],
    });
    const { metrics } = compareValues(few, { axis: 'highWaterMark' }).tables[0] ?? {};
    expect(metricOf(metrics, 'durationMs')?.figures[1]?.word).toBe('~');
    expect(metricOf(metrics, 'peakBufferedBytes')?.figures[1]?.word).toBe('more');
  });

  test('have a table for each combination of the other parameters; a case with nothing to compare with is listed', () => {
    const others = [
      caseOf({ highWaterMark: 16, sink: 'socket' }, TIMES),
      caseOf({ highWaterMark: 64, sink: 'memory' }, TIMES),
    ];
    const { tables, notCompared } = compareValues(
      {
        ...report,
        results: [...report.results, ...others, caseOf({ highWaterMark: 64, sink: 'socket' }, TIMES)],
      },
      { axis: 'highWaterMark' },
    );
    expect(tables.map(({ remaining }) => remaining.sink)).toEqual(['file', 'socket']);
    expect(notCompared).toMatchObject([
      { remaining: { sink: 'memory' }, reason: 'no case with the value to compare with' },
    ]);
  });

  test('of Node are its versions', () => {
    const nodes = makeReport({
      results: ['20.19.0', '22.12.0'].map((node) => ({ ...caseOf({ highWaterMark: 1 }, TIMES), node })),
    });
    expect(listValues(nodes, 'node')).toEqual(['20.19.0', '22.12.0']);
    expect(listAxes(nodes)).toEqual(['highWaterMark', 'node']);
    expect(compareValues(nodes, { axis: 'node' }).tables[0]).toMatchObject({
      values: ['20.19.0', '22.12.0'],
      remaining: { highWaterMark: 1 },
    });
  });

  test('are compared by the slope of their growth, too', () => {
    const grown = (highWaterMark: number, slope: number): CaseResult =>
      makeCase({
        parameters: { highWaterMark },
        growth: makeGrowth({ slope, low: slope, high: slope }),
      });
    const { tables } = compareValues(makeReport({ results: [grown(1, 1), grown(2, 0.5)] }), {
      axis: 'highWaterMark',
    });
    expect(metricOf(tables[0]?.metrics, 'growth')?.figures).toMatchObject([
      { median: 1 },
      { median: 0.5, word: 'less' },
    ]);
  });
});
