import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareValues } from '../../compare/compare-values.ts';
import type { Report } from '../../result.ts';
import {
  KiB,
  MiB,
  makeCase,
  makeCounters,
  makeEnvironment,
  makeGrowth,
  makeLive,
  makeReport,
  makeRun,
  REQUEST,
  summaryOf,
} from '../../test/builders.ts';
import { dangerousText, makeDangerousReport } from '../../test/dangerous-text.ts';
import { attribute, type Element, parseHtml, textOf } from '../../test/parse-html.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { renderPage } from './page.ts';
import { SampleThinner } from './thinned-samples.ts';

const ASSETS = { style: 'body { color: red }', script: 'if (1 < 2 && 3 > 2) {}' };

const FLOOD = makeCase({
  parameters: { highWaterMark: 64 * KiB, volume: 256 * MiB },
  parameterKinds: { highWaterMark: 'bytes', volume: 'volume' },
  runs: [
    makeRun({
      index: 3,
      kind: 'profile',
      durationMs: 100,
      counters: { sink: makeCounters({ highWaterMarkBytes: 64 * KiB, peakBufferedBytes: 256 * MiB }) },
      sampling: { intervalMs: 10, count: 3, longestGapMs: 12, source: 'inspector' },
      timeline: {
        bucketMs: 50,
        rssBytes: [100 * MiB, 300 * MiB],
        heapUsedBytes: [4 * MiB, null],
        externalBytes: [MiB, 257 * MiB],
        arrayBuffersBytes: [MiB, 256 * MiB],
      },
    }),
    makeRun({ index: 4, kind: 'growth', parameters: { volume: 128 * MiB }, live: makeLive() }),
  ],
  labels: [
    { label: 'sink', ...makeCounters({ peakBufferedBytes: 256 * MiB, highWaterMarkBytes: 64 * KiB }) },
  ],
  summary: { peakBufferedBytes: summaryOf(256 * MiB) },
  growth: makeGrowth({
    points: [1, 2, 4].map((factor) => ({ volumeBytes: factor * MiB, peakBytes: factor * MiB })),
  }),
  expectations: [{ text: 'peakBufferedBytes is linear', passed: true }],
});

const render = (report = makeReport({ results: [FLOOD] }), samples = new Map()): string =>
  renderPage({ report, samples, assets: ASSETS });

const find = (elements: readonly Element[], tag: string, className?: string): Element[] =>
  elements.filter(
    (one) =>
      one.tagName === tag &&
      (className === undefined || (attribute(one, 'class') ?? '').split(' ').includes(className)),
  );

const textsOf = (elements: readonly Element[], tag: string): string[] =>
  find(elements, tag).map((one) => textOf(one).trim());

test('the verdict comes first, in words, and each case has a row with a link to its section', () => {
  const page = parseHtml(render());
  expect(textOf(find(page, 'p', 'verdict')[0] as Element)).toBe('pass: the case passed (checks: 3 passed)');
  const [row] = find(page, 'tbody').map((body) => textOf(body).replace(/\s+/g, ' '));
  for (const word of ['linear', '1.00 B/B', '256 MiB', '64 KiB', 'completed', '✓ 1 passed'])
    expect(row).toContain(word);
  const ids = page.map((one) => attribute(one, 'id')).filter((id) => id !== undefined);
  const links = find(page, 'a').map((one) => attribute(one, 'href')?.slice(1));
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) expect(ids).toContain(link);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the parts of a page of several cases are linked above them, those that it has', () => {
  const pageOf = (results: Report['results']): Element[] => parseHtml(render(makeReport({ results })));
  const linksIn = (page: readonly Element[]): string[] =>
    find(page, 'nav').flatMap((nav) => listInside(nav).map((one) => attribute(one, 'href')?.slice(1) ?? ''));
  const several = [KiB, MiB, 2 * MiB].map((highWaterMark) => ({
    ...FLOOD,
    parameters: { ...FLOOD.parameters, highWaterMark, chunkSize: highWaterMark },
    summary: { peakRssBytes: summaryOf(highWaterMark), throughputBytesPerSecond: summaryOf(highWaterMark) },
  }));
  const page = pageOf(several);
  expect(linksIn(page)).toEqual(['overview', 'trade-offs', 'heat-maps', 'environment']);
  const ids = page.flatMap((one) => attribute(one, 'id') ?? []);
  for (const link of linksIn(page)) expect(ids).toContain(link);
  expect(linksIn(pageOf([FLOOD]))).toEqual([]);
});

test('a column of the overview in which no case has a figure is left out', () => {
  const headsOf = (report: Report): string[] => {
    const [head] = find(parseHtml(render(report)), 'thead');
    return textsOf(listInside(head as Element), 'th');
  };
  const { growth: _, ...withoutGrowth } = FLOOD;
  const bare = { ...withoutGrowth, expectations: [], summary: {}, runs: [makeRun({ index: 1 })] };
  const [few, all] = [['case', 'verdict', 'outcome', 'warnings'], headsOf(makeReport({ results: [FLOOD] }))];
  expect(headsOf(makeReport({ results: [bare] }))).toEqual(few);
  expect(all).toEqual([
    ...['case', 'verdict', 'slope', 'peak', 'highWaterMark', 'outcome', 'expectations', 'warnings'],
    'memory over time',
  ]);
  // One case with a figure is enough.
  expect(headsOf(makeReport({ results: [bare, FLOOD] }))).toEqual(all);
});

const listInside = (element: Element): Element[] =>
  element.childNodes.flatMap((one) => ('tagName' in one ? [one, ...listInside(one)] : []));

test('a case whose run or expectation failed is named first, and its verdict is failed', () => {
  const crashed = makeRun({
    outcome: {
      ...{ state: 'crashed', phase: 'run', exitCode: 1, signal: null, reason: 'Error: it broke' },
      stderrLines: ['a line of stderr'],
    },
    reproduce: 'node entry.cjs {}',
  });
  const page = parseHtml(render(makeReport({ results: [makeCase({ runs: [crashed] })] })));
  expect(textOf(find(page, 'p', 'verdict')[0] as Element)).toMatch(/^not measured: the case failed/);
  expect(textOf(find(page, 'ul', 'culprits')[0] as Element)).toContain('Error: it broke');
  expect(textOf(find(page, 'section', 'case')[0] as Element)).toMatch(
    /a line of stderr[\s\S]*node entry\.cjs/,
  );
  expect(find(page, 'span', 'is-failed')).toHaveLength(1);
});

test('memory over time is that of the report where there are no samples, with the highWaterMark as a line', () => {
  const page = parseHtml(render());
  const [timeline] = find(page, 'figure', 'timeline');
  const text = textOf(timeline as Element);
  expect(text).toContain('the largest of every 50 ms is shown, as the report has it');
  for (const legend of ['RSS, peak 300 MiB', 'arrayBuffers, peak 256 MiB', 'highWaterMark 64 KiB'])
    expect(text).toContain(legend);
  expect(find(page, 'path', 'high-water-mark').length).toBeGreaterThan(0);
});

test('samples are drawn in the units of the data, so that each can be read back exactly', () => {
  const thinner = new SampleThinner(10);
  const values = [5, 123_456_789, 77, 123_456_788];
  for (const [index, value] of values.entries()) thinner.add(10 * index, [value, value + 1, 3, 4]);
  const page = parseHtml(render(undefined, new Map([[3, thinner.finish()]])));
  const [rss] = find(page, 'path').filter((one) => attribute(one, 'data-name') === 'RSS');
  expect(readPath(attribute(rss as Element, 'd') ?? '')).toEqual(
    values.map((value, index) => [10 * index, value]),
  );
});

/** A relative path of SVG as its points. */
function readPath(path: string): number[][] {
  const numbers = [...path.matchAll(/-?\d+/g)].map(([number]) => Number(number));
  let [x, y] = [0, 0];
  return numbers.flatMap((number, index) => {
    if (index % 2 === 0) x += number;
    else y += number;
    return index % 2 === 0 ? [] : [[x, y]];
  });
}

test('behind every chart is a table', () => {
  const page = parseHtml(render());
  const figures = find(page, 'figure');
  expect(figures.length).toBeGreaterThanOrEqual(2);
  for (const figure of figures) {
    const inside = figure.childNodes.filter((one) => 'tagName' in one).map((one) => (one as Element).tagName);
    expect(inside).toEqual(['figcaption', 'svg', 'ul', 'details']);
  }
});

test('growth shows each point, its slope and the interval of it', () => {
  const page = parseHtml(render());
  expect(find(page, 'circle', 'peaks')).toHaveLength(3);
  expect(find(page, 'path', 'interval').length).toBeGreaterThan(0);
  expect(textsOf(page, 'h4')).toContain('peak buffered against volume, which decides');
});

test('metrics have their names in full, and recorded figures those that they were given', () => {
  const long = 'operationsPerSecondOfTheWorst';
  const results = [KiB, MiB].map((highWaterMark, index) => ({
    ...FLOOD,
    parameters: { ...FLOOD.parameters, highWaterMark, chunkSize: highWaterMark },
    summary: {
      ...{ writesAfterFalse: summaryOf(9 + index), throughputBytesPerSecond: summaryOf(5 + index) },
      [`recorded.${long}`]: summaryOf(7 + index),
    },
  }));
  const summaries = textsOf(parseHtml(render(makeReport({ results }))), 'summary');
  for (const name of ['writes after false', 'throughput (more is better)', long])
    expect(summaries.some((text) => text.startsWith(name))).toBe(true);
  const [first] = find(parseHtml(render(makeReport({ results }))), 'section', 'case');
  expect(textOf(first as Element)).toMatch(/Every metric[\s\S]*writes after false/);
  expect(textOf(first as Element)).not.toMatch(/a\. false|arrBuf|arrayBuf\b/);
});

test('what makes the figures doubtful is said above the cases', () => {
  const environment = makeEnvironment({ loadAverage: 9, cpuCount: 2 });
  const request = { ...REQUEST, growthAtMostBytes: 128 * MiB };
  const page = parseHtml(render(makeReport({ environment, request, complete: false, results: [FLOOD] })));
  const [banner] = find(page, 'aside', 'banner');
  const text = textOf(banner as Element);
  for (const doubt of ['was interrupted', 'the machine was busy', 'at most 128 MiB'])
    expect(text).toContain(doubt);
  expect(find(parseHtml(render()), 'aside')).toEqual([]);
});

describe('nothing but its own style and script is allowed', () => {
  test('by their hashes, and no other source at all', () => {
    const page = parseHtml(render());
    const [policy] = find(page, 'meta').filter((one) => attribute(one, 'http-equiv') !== undefined);
    const hashes = [...find(page, 'style'), ...find(page, 'script')].map(
      (one) => `'sha256-${createHash('sha256').update(textOf(one)).digest('base64')}'`,
    );
    expect(attribute(policy as Element, 'content')).toBe(
      `default-src 'none'; style-src ${hashes[0]}; script-src ${hashes[1]}; base-uri 'none'; form-action 'none'`,
    );
  });

  test('and nothing in it needs another', () => {
    expectInert(parseHtml(render()));
  });
});

/** No address but anchors in the page, no handler, no style that the policy would refuse. */
function expectInert(page: readonly Element[]): void {
  expect(find(page, 'script')).toHaveLength(1);
  expect(find(page, 'style')).toHaveLength(1);
  const tags = ['iframe', 'object', 'embed', 'img', 'link', 'base', 'form', 'foreignObject', 'use', 'image'];
  for (const { tagName, attrs } of page) {
    expect(tags).not.toContain(tagName);
    for (const { name, value } of attrs) {
      expect(name).not.toMatch(/^on|^style$|^src|^srcdoc$|^action$/);
      if (name.endsWith('href')) expect(value).toMatch(/^#/);
    }
  }
}

test('whatever a report says is text: it adds no element and no attribute', () => {
  const shape = (page: readonly Element[]): string =>
    page.map(({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(' ')}`).join('\n');
  const plain = shape(parseHtml(render(makeDangerousReport('word'))));
  const breaking = fc.constantFrom(
    '</script>',
    '<!--',
    '<img src=x onerror=alert(1)>',
    '"><b>',
    "' onclick='",
    '</title>',
    '&lt;',
    ']]>',
  );
  const text = fc.array(fc.oneof(breaking, dangerousText()), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(text, (parts) => {
      // Empty labels are left out: there is always something to show.
      const said = `x${parts.join('')}`;
      const page = parseHtml(render(makeDangerousReport(said)));
      expectInert(page);
      expect(shape(page)).toBe(plain);
      const title = quoteLine(said.replace(/\p{Surrogate}/gu, '\ufffd'));
      expect(textsOf(page, 'h2').some((heading) => heading.includes(title))).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test('two cases whose names differ only in signs have anchors of their own', () => {
  const results = ['a b', 'a-b', 'a/b', '上传'].map((scenario) => makeCase({ scenario }));
  const page = parseHtml(render(makeReport({ results })));
  const ids = find(page, 'section', 'case').map((one) => attribute(one, 'id'));
  expect(ids).toEqual(['case-a-b', 'case-a-b-2', 'case-a-b-3', 'case-']);
});

test('a report without a case is a page that says so', () => {
  const page = parseHtml(render(makeReport({ results: [] })));
  expect(textOf(find(page, 'p', 'verdict')[0] as Element)).toBe('nothing measured: no checks');
});

test('values of a case that differs in nothing else are named by its scenario alone', () => {
  const results = ['20.0.0', '22.0.0'].map((node) => makeCase({ node, parameters: {} }));
  const report = makeReport({ results });
  const comparisons = [compareValues(report, { axis: 'node' })];
  const page = parseHtml(renderPage({ report, samples: new Map(), assets: ASSETS, comparisons }));
  const compared = page.find((one) => attribute(one, 'id') === 'compared');
  expect(textsOf(listInside(compared as Element), 'h3')).toEqual(['ignore-drain']);
});

test('a pair is drawn over each other, and so are the values of an axis, with each difference', () => {
  const ofNode = (index: number, highWaterMark: number) => ({
    ...FLOOD,
    ...{ parameters: { ...FLOOD.parameters, highWaterMark } },
    runs: FLOOD.runs.map((run) => ({ ...run, index: index + run.index })),
  });
  const right = { ...FLOOD, scenario: 'await-drain', pairedWith: 'ignore-drain' };
  const pair = parseHtml(render(makeReport({ results: [FLOOD, right] })));
  expect(textsOf(pair, 'h4')).toContain('arrayBuffers of await-drain and ignore-drain');
  const report = makeReport({ results: [ofNode(0, 64 * KiB), ofNode(10, MiB)] });
  const comparison = compareValues(report, { axis: 'highWaterMark' });
  const page = parseHtml(
    renderPage({ report, samples: new Map(), assets: ASSETS, comparisons: [comparison] }),
  );
  const [section] = page.filter((one) => attribute(one, 'id') === 'compared');
  const text = textOf(section as Element);
  expect(text).toContain('highWaterMark, compared with 64 KiB');
  expect(text).toContain(
    'arrayBuffers of ignore-drain [highWaterMark 64 KiB] and ignore-drain [highWaterMark 1 MiB]',
  );
  expect(find(page, 'path', 'overlay-2').length).toBeGreaterThan(0);
});
