import { expect, test } from 'vitest';
import { KiB, MiB, makeCase, makeReport, summaryOf } from '../../../test/builders.ts';
import { attribute, parseHtml, textOf } from '../../../test/parse-html.ts';
import { listShownCases } from '../page-parts.ts';
import { renderHeatMaps } from './heat-maps.ts';
import { type Choice, findFront, nameChoices, renderTradeOffs } from './trade-offs.ts';

/** A case for each pair of peak RSS and throughput, both in MiB. */
const REPORT = makeReport({
  results: [
    [10, 100],
    [20, 300],
    [25, 200],
    [80, 310],
    [90, 305],
  ].map(([memory = 0, throughput = 0], index) =>
    makeCase({
      parameters: { highWaterMark: (index + 1) * KiB, chunkSize: index < 3 ? KiB : 4 * KiB },
      summary: {
        peakRssBytes: summaryOf(memory * MiB),
        throughputBytesPerSecond: summaryOf(throughput * MiB),
      },
    }),
  ),
});
const SHOWN = { report: REPORT, cases: listShownCases(REPORT), samples: new Map() };
const CHOICES: Choice[] = SHOWN.cases.map((shown) => ({
  ...{ shown, name: shown.label },
  memoryBytes: shown.result.summary.peakRssBytes?.median ?? 0,
  bytesPerSecond: shown.result.summary.throughputBytesPerSecond?.median ?? 0,
}));

test('on the front is each case that no other beats in memory and in throughput', () => {
  expect(findFront(CHOICES).map(({ memoryBytes }) => memoryBytes / MiB)).toEqual([10, 20, 80]);
  expect(findFront([])).toEqual([]);
});

test('the points worth choosing are named: the ends, and the least memory for nearly the highest throughput', () => {
  const names = nameChoices(findFront(CHOICES));
  expect(names).toHaveLength(3);
  expect(names[0]).toMatch(/^Least memory: .*1 KiB.*10 MiB at 100 MiB\/s\.$/);
  // 300 is at least 90 % of 310.
  expect(names[1]).toMatch(
    /^Least memory with at least 90 % of the highest throughput: .*20 MiB at 300 MiB\/s\.$/,
  );
  expect(names[2]).toMatch(/^Highest throughput: .*80 MiB at 310 MiB\/s\.$/);
  expect(nameChoices(CHOICES.slice(0, 1))).toEqual([expect.stringMatching(/^Least memory and highest/)]);
});

const parse = (markup: { readonly html: string }) =>
  parseHtml(`<!doctype html><html lang="en"><head><title>x</title></head><body>${markup.html}</body></html>`);

test('the chart has a point for each case, and two cases have no front', () => {
  const circles = parse(renderTradeOffs(SHOWN)).filter(({ tagName }) => tagName === 'circle');
  expect(circles.map((one) => attribute(one, 'class')).sort()).toEqual([
    'chosen',
    'chosen',
    'chosen',
    'other',
    'other',
  ]);
  expect(renderTradeOffs({ ...SHOWN, cases: SHOWN.cases.slice(0, 2) }).html).toBe('');
});

test('a heat map has highWaterMark down and chunkSize across, in their order, shaded from least to most', () => {
  const page = parse(renderHeatMaps(SHOWN));
  const tables = page.filter(({ tagName }) => tagName === 'table');
  expect(tables).toHaveLength(2);
  const [throughput] = tables.filter((table) => textOf(table).includes('throughput'));
  const rows = textOf(throughput as (typeof tables)[number]).replace(/\s+/g, ' ');
  expect(rows).toContain('more is better');
  expect(rows).toMatch(/1 KiB ?4 KiB/);
  const shades = page.filter(({ tagName }) => tagName === 'span');
  expect(shades.map((one) => [textOf(one), attribute(one, 'class')])).toEqual(
    expect.arrayContaining([
      ['10 MiB', 'shade-0'],
      ['90 MiB', 'shade-7'],
      ['100 MiB/s', 'shade-0'],
      ['310 MiB/s', 'shade-7'],
    ]),
  );
});

test('what a scenario recorded has a heat map as well, open if its comparison table is about it', () => {
  const results = REPORT.results.map((one, index) => ({
    ...one,
    comparisonTable: { metric: 'recorded.nanoseconds', rows: 'highWaterMark' } as const,
    summary: {
      'recorded.nanoseconds': summaryOf(1000 * (index + 1)),
      'recorded.slabBytes': summaryOf(KiB * (index + 1)),
      'recorded.always': summaryOf(7),
    },
  }));
  const { html } = renderHeatMaps({ ...SHOWN, report: { ...REPORT, results } });
  expect(html).toContain('<details class="heat" open><summary>nanoseconds</summary>');
  expect(html).toContain('<details class="heat"><summary>slabBytes</summary>');
  expect(html).toMatch(/shade-7">5 µs/);
  // The same everywhere: there is nothing to see.
  expect(html).not.toContain('always');
});

test('where only one parameter varies there is no heat map', () => {
  const report = {
    ...REPORT,
    results: REPORT.results.map((one) => ({ ...one, parameters: { a: one.parameters.highWaterMark ?? 0 } })),
  };
  expect(renderHeatMaps({ ...SHOWN, report }).html).toBe('');
});

test('the volume is not an axis of a heat map: each volume has maps of its own, and none with one other parameter', () => {
  const withVolume = (one: (typeof REPORT.results)[number], volume: number) => ({
    ...one,
    parameterKinds: { ...one.parameterKinds, volume: 'volume' as const },
    parameters: { volume, ...one.parameters },
  });
  const results = [MiB, 2 * MiB].flatMap((volume) => REPORT.results.map((one) => withVolume(one, volume)));
  const page = parse(renderHeatMaps({ ...SHOWN, report: { ...REPORT, results } }));
  expect(page.filter(({ tagName }) => tagName === 'h3').map(textOf)).toEqual([
    'ignore-drain [volume 1 MiB]',
    'ignore-drain [volume 2 MiB]',
  ]);
  for (const caption of page.filter(({ tagName }) => tagName === 'caption'))
    expect(textOf(caption)).toContain('highWaterMark down, chunkSize across');
  const fixed = results.map((one) => ({ ...one, parameters: { ...one.parameters, chunkSize: KiB } }));
  expect(renderHeatMaps({ ...SHOWN, report: { ...REPORT, results: fixed } }).html).toBe('');
});

test('cases with another volume or Node have a front of their own, named by what is given', () => {
  const half = REPORT.results.map((one, index) => ({
    ...one,
    parameters: { ...one.parameters, volume: index < 3 ? MiB : 2 * MiB },
    parameterKinds: { ...one.parameterKinds, volume: 'volume' as const },
  }));
  const report = { ...REPORT, results: half };
  const page = parse(renderTradeOffs({ ...SHOWN, report, cases: listShownCases(report) }));
  const heads = page.filter(({ tagName }) => tagName === 'h3').map(textOf);
  // Two cases of the larger volume are too few.
  expect(heads).toEqual(['ignore-drain [volume 1 MiB]']);
  const captions = page.filter(({ tagName }) => tagName === 'figcaption').map(textOf);
  expect(captions[0]).toMatch(/^Least memory: highWaterMark 1 KiB, .*peak RSS 10 MiB/);
  expect(captions[0]).not.toContain('volume');
});
