import { describe, expect, test } from 'vitest';
import { buildComparisonTables } from '../../../compare/comparison-table.ts';
import type { CaseResult } from '../../../result.ts';
import type { ComparisonTable } from '../../../scenario.ts';
import { makeCase, makeReport, makeRun, summaryOf } from '../../../test/builders.ts';
import { renderMarkdown } from '../../markdown/summary.ts';
import { listTableSentences } from './table-sentences.ts';

const LAYOUT: ComparisonTable = {
  metric: 'recorded.nanoseconds',
  rows: 'strategy',
  reference: 'alloc',
  blocks: 'size',
};

/** As many runs as there are figures. */
function makeTimed(
  parameters: Readonly<Record<string, string | number>>,
  nanoseconds: readonly number[],
  { layout = LAYOUT, slabBytes = 0 } = {},
): CaseResult {
  const sorted = [...nanoseconds].sort((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return makeCase({
    ...{ parameters: { ...parameters }, comparisonTable: layout },
    parameterKinds: { size: 'bytes', strategy: 'choice', work: 'choice' },
    runs: nanoseconds.map((each) => makeRun({ recorded: { nanoseconds: each } })),
    summary: {
      'recorded.nanoseconds': { ...summaryOf(median), low: sorted[0] ?? 0, high: sorted.at(-1) ?? 0 },
      'recorded.slabBytes': summaryOf(slabBytes),
    },
  });
}

const say = (...results: readonly CaseResult[]): string[] =>
  buildComparisonTables(results).flatMap(listTableSentences);

/** Five runs that differ by 1 % from each other. */
const about = (nanoseconds: number): number[] =>
  [0.98, 0.99, 1, 1.01, 1.02].map((each) => each * nanoseconds);

/** The other takes so many times as long as alloc, at each size. */
const compare = (multiples: readonly (number | readonly number[])[]): string[] =>
  say(
    ...multiples.flatMap((multiple, index) => {
      const size = 1024 * 4 ** index;
      const other = typeof multiple === 'number' ? about(100 * multiple) : multiple;
      return [
        makeTimed({ strategy: 'alloc', size }, about(100)),
        makeTimed({ strategy: 'other', size }, other),
      ];
    }),
  );

test('a Markdown summary says the same, once for each scenario', () => {
  const results = [
    makeTimed({ strategy: 'alloc', size: 1024 }, about(100)),
    makeTimed({ strategy: 'other', size: 1024 }, about(200)),
  ];
  const markdown = renderMarkdown({ kind: 'run', report: makeReport({ results }) });
  expect(markdown.split('takes 1.9 to 2.1 times as long as alloc')).toHaveLength(2);
});

describe('a row is compared with the reference, in sentences that name the sizes', () => {
  test('where it is faster, where no difference can be shown, and where it is slower', () => {
    // 1/0.5 = 2 and 1/0.4 = 2.5, each with 4 % on both sides.
    expect(compare([0.5, 0.4, 1, 1.002, 3])).toEqual([
      'other: up to 4 KiB 1.9 to 2.6 times as fast as alloc; from 16 KiB to 64 KiB no difference can be shown; at 256 KiB takes 2.9 to 3.1 times as long as alloc',
    ]);
  });

  test('once, where all sizes are alike', () => {
    expect(compare([0.5, 0.5])).toEqual(['other: 1.9 to 2.1 times as fast as alloc']);
    expect(compare([1, 1])).toEqual(['other: no difference can be shown']);
  });

  test('without a claim where the runs of one side overlap with those of the other', () => {
    expect(compare([[20, 40, 60, 90, 130]])).toEqual(['other: at 1 KiB no difference can be shown']);
  });

  test('column by column', () => {
    const layout = { ...LAYOUT, columns: 'work' };
    const cases = ['read', 'write'].flatMap((work, index) => [
      makeTimed({ strategy: 'alloc', size: 64, work }, about(100), { layout }),
      makeTimed({ strategy: 'other', size: 64, work }, about(index === 0 ? 50 : 100), { layout }),
    ]);
    expect(say(...cases)).toEqual([
      'other, read: at 64 B 1.9 to 2.1 times as fast as alloc',
      'other, write: at 64 B no difference can be shown',
    ]);
  });
});

describe('single runs, which have no interval,', () => {
  const single = (multiple: number): string[] =>
    say(
      makeTimed({ strategy: 'alloc', size: 64 }, [100]),
      makeTimed({ strategy: 'other', size: 64 }, [100 * multiple]),
    );

  test('show a difference only where it is twofold, and then only probably', () => {
    expect(single(0.4)).toEqual(['other: at 64 B probably 2.5 times as fast as alloc']);
    expect(single(2.5)).toEqual(['other: at 64 B probably takes 2.5 times as long as alloc']);
    expect(single(0.7)).toEqual(['other: at 64 B no difference can be shown']);
    expect(single(1.5)).toEqual(['other: at 64 B no difference can be shown']);
  });
});

test('a remark is said of the sizes where its metric is above them', () => {
  const layout: ComparisonTable = {
    ...LAYOUT,
    remarks: [{ metric: 'recorded.slabBytes', above: 'size', text: 'each pins a slab of {}' }],
  };
  const cases = [64, 1024, 4096, 65_536].flatMap((size) => [
    makeTimed({ strategy: 'alloc', size }, about(100), { layout, slabBytes: size }),
    makeTimed({ strategy: 'pooled', size }, about(100), { layout, slabBytes: Math.max(size, 4096) }),
  ]);
  expect(say(...cases)).toEqual([
    'pooled: no difference can be shown',
    'pooled: up to 1 KiB each pins a slab of 4 KiB',
  ]);
});

describe('a table without a reference', () => {
  const { reference: _, blocks: __, ...ranked } = LAYOUT;
  const layout = { ...ranked, columns: 'size' };
  const rank = (figures: Readonly<Record<string, number>>): string[] =>
    say(
      ...Object.entries(figures).map(([strategy, nanoseconds]) =>
        makeTimed({ strategy, size: 64 }, about(nanoseconds), { layout }),
      ),
    );

  test('names the fastest row, and how much slower the slowest is', () => {
    expect(rank({ slow: 1000, fast: 100, middle: 300 })).toEqual([
      'size 64 B: fast is the fastest (100 ns); slow takes 9.6 to 10 times as long',
    ]);
  });

  test('names all that may be the fastest', () => {
    expect(rank({ one: 100, two: 101, slow: 500 })).toEqual([
      'size 64 B: one is the fastest (100 ns), or two: no difference can be shown; slow takes 4.8 to 5.2 times as long',
    ]);
    expect(rank({ one: 100, two: 101 })).toEqual([
      'size 64 B: one is the fastest (100 ns), or two: no difference can be shown',
    ]);
  });
});
