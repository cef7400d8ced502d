import { expect, test } from 'vitest';
import { KiB, makeRun } from '../../../../test/builders.ts';
import { attribute, parseHtml, textOf } from '../../../../test/parse-html.ts';
import { renderBuffered } from './buffered.ts';
import { findCollections, findDrains } from './moments.ts';

const GC = { minor: { count: 900, ms: 30 }, major: { count: 1, ms: 7 } };
const NONE = { count: 0, ms: 0 };

const RUN = makeRun({
  index: 3,
  durationMs: 400,
  gc: { ...GC, incremental: NONE, weakCallbacks: NONE },
  collections: [
    { atMs: 5, durationMs: 1, kind: 'minor' },
    { atMs: 90, durationMs: 7, kind: 'major' },
  ],
  timeline: {
    ...{ bucketMs: 100, rssBytes: [], heapUsedBytes: [], externalBytes: [], arrayBuffersBytes: [] },
    bufferedBytes: { source: [0, KiB, null, 0], sink: [KiB, 8 * KiB, 2 * KiB, 0] },
    drains: [0, 12, 0, 3],
    blocked: [
      { fromMs: 10, toMs: 70 },
      { fromMs: 200, toMs: 350 },
    ],
  },
});

test('collections are marks at their times, and of many it is said that the longest are shown', () => {
  const { marks, bands, legend } = findCollections(RUN);
  expect(marks).toEqual([
    { kind: 'major-gc', at: [90] },
    { kind: 'minor-gc', at: [5] },
  ]);
  expect(bands).toEqual([
    { from: 10, to: 70 },
    { from: 200, to: 350 },
  ]);
  expect(legend.map(({ text }) => text)).toEqual([
    'main thread blocked 2 times, for 150 ms at most',
    '1 major collection, 7 ms in all',
    'the longest 1 of 900 minor collections, 30 ms in all',
  ]);
});

test('drains are marks in the middle of their intervals, with their count', () => {
  const { marks, legend } = findDrains(RUN);
  expect(marks).toEqual([{ kind: 'drained', at: [150, 350] }]);
  expect(legend.at(-1)?.text).toBe("'drain', 15 times");
});

test('a run that noted nothing has no mark', () => {
  expect(findCollections(makeRun())).toEqual({ bands: [], marks: [], legend: [] });
  expect(renderBuffered(makeRun(), undefined).html).toBe('');
});

test('what each label buffered is a line, the largest first, with the highWaterMark and a table', () => {
  const elements = parseHtml(
    `<!doctype html><title>x</title><body>${renderBuffered(RUN, 4 * KiB).html}</body>`,
  );
  const lines = elements.filter((one) => attribute(one, 'data-name') !== undefined);
  expect(lines.map((one) => attribute(one, 'data-name'))).toEqual(['highWaterMark', 'sink', 'source']);
  expect(lines.map((one) => attribute(one, 'd')).at(-1)).toBe('m50 0l100 1024 200-1024');
  const [figure] = elements.filter(({ tagName }) => tagName === 'figure');
  const text = textOf(figure as (typeof elements)[number]);
  for (const words of ['sink, up to 8 KiB', 'highWaterMark 4 KiB', 'main thread blocked', 'as a table'])
    expect(text).toContain(words);
  expect(elements.filter((one) => attribute(one, 'data-bands') === '10 70 200 350')).toHaveLength(1);
});
