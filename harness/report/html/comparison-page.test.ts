import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareReports } from '../../compare/compare-reports.ts';
import type { Report } from '../../result.ts';
import {
  KiB,
  MiB,
  makeCase,
  makeCounters,
  makeLive,
  makeReport,
  makeRun,
  summaryOf,
} from '../../test/builders.ts';
import { dangerousText, makeDangerousComparison, makeDangerousReport } from '../../test/dangerous-text.ts';
import { attribute, type Element, parseHtml, textOf } from '../../test/parse-html.ts';
import { renderComparisonPage } from './comparison-page.ts';
import { SampleThinner } from './thinned-samples.ts';
import { MAX_SECTIONS } from './views/sections.ts';

const ASSETS = { style: 'body { color: red }', script: 'if (1 < 2) {}' };

const makeSide = (id: string, peakBufferedBytes: number): Report =>
  makeReport({
    id,
    results: ['await-drain', 'pipe'].map((scenario, at) =>
      makeCase({
        scenario,
        runs: [0, 1, 2, 3].map((index) =>
          makeRun({
            index: 10 * at + index,
            kind: index === 3 ? 'profile' : 'measure',
            peakBufferedBytes: at === 0 ? peakBufferedBytes : KiB,
            counters: {
              sink: makeCounters({ peakBufferedBytes: at === 0 ? peakBufferedBytes : KiB, bytesOut: MiB }),
            },
          }),
        ),
        summary: { peakBufferedBytes: summaryOf(at === 0 ? peakBufferedBytes : KiB) },
      }),
    ),
  });

function makeSamples(factor: number) {
  const thinner = new SampleThinner(100);
  for (let atMs = 0; atMs < 100; atMs += 10) thinner.add(atMs, [factor * MiB + atMs, 4 * MiB, MiB, MiB]);
  return new Map([[3, thinner.finish()]]);
}

const [A, B] = [makeSide('before', 64 * KiB), makeSide('after', 64 * MiB)];

function render(a = A, b = B): Element[] {
  const sides = {
    a: { report: a, samples: makeSamples(40) },
    b: { report: b, samples: makeSamples(90) },
  };
  return parseHtml(renderComparisonPage({ ...sides, comparison: compareReports(a, b), assets: ASSETS }));
}

const find = (elements: readonly Element[], tag: string): Element[] =>
  elements.filter(({ tagName }) => tagName === tag);

const sectionOf = (page: readonly Element[], id: string): string =>
  textOf(page.find((one) => attribute(one, 'id') === id) as Element).replace(/\s+/g, ' ');

test('the verdict comes first, and each case has a row with what changed and a link to its section', () => {
  const page = render();
  expect(textOf(find(page, 'p').find((one) => attribute(one, 'class') === 'verdict') as Element)).toMatch(
    /^regression: /,
  );
  const overview = sectionOf(page, 'overview');
  expect(overview).toMatch(/await-drain ?regression ?peak buffered \+63.9 MiB/);
  expect(overview).toMatch(/pipe ?pass/);
  const ids = page.flatMap((one) => attribute(one, 'id') ?? []);
  for (const link of find(page, 'a')) expect(ids).toContain(attribute(link, 'href')?.slice(1));
});

test('a case has every metric with both figures, and its memory over each other', () => {
  const section = sectionOf(render(), 'case-await-drain');
  expect(section).toMatch(/peak buffered ?regression ?64 KiB ?64 MiB/);
  expect(section).toContain('arrayBuffers of A and B');
});

test('the verdict of a case names the metrics that decide it, and what is doubtful of a side is said above all', () => {
  expect(sectionOf(render(), 'case-await-drain')).toContain('regression: peak buffered +63.9 MiB');
  const single = ({ results, ...report }: Report): Report => ({
    ...report,
    results: results.map((result) => ({ ...result, runs: result.runs.slice(0, 1) })),
  });
  const page = render(single(A), single(B));
  expect(sectionOf(page, 'case-pipe')).toMatch(/inconclusive: [^:]*: 1 run per side: 3 are needed/);
  const busy = { ...A, environment: { ...A.environment, loadAverage: 99, cpuCount: 2 } };
  const banner = (a: Report, b: Report): string => find(render(a, b), 'aside').map(textOf).join();
  expect(banner(busy, B)).toMatch(/^A: the machine was busy/);
  expect(banner(busy, { ...B, environment: busy.environment })).toMatch(/^A and B: the machine was busy/);
  expect(banner(A, B)).toBe('');
});

test('of thousands of cases those that got worse have a section before the others, and all have a row', () => {
  const makeMany = (peakBufferedBytes: number): Report => {
    const [worse, same] = makeSide('many', peakBufferedBytes).results;
    const others = Array.from({ length: MAX_SECTIONS + 9 }, (_, index) => ({
      ...same,
      scenario: `pipe-${index}`,
    }));
    return makeReport({ results: [...others, worse] as Report['results'] });
  };
  const page = render(makeMany(64 * KiB), makeMany(64 * MiB));
  const sections = find(page, 'section').filter((one) => attribute(one, 'class') === 'case');
  expect(sections).toHaveLength(MAX_SECTIONS);
  expect(attribute(sections.at(-1) as Element, 'id')).toBe('case-await-drain');
  const overview = sectionOf(page, 'overview');
  expect(overview).toContain('400 of 410 cases have a section below: those that got worse');
  const ids = new Set(page.flatMap((one) => attribute(one, 'id') ?? []));
  for (let index = 0; index < MAX_SECTIONS + 9; index += 1) expect(ids).toContain(`case-pipe-${index}`);
});

test('what differs between the environments is said', () => {
  const other = { ...B, environment: { ...B.environment, kernel: '9.9.9' } };
  expect(sectionOf(render(A, other), 'environment')).toMatch(/What differs.*kernel.*9\.9\.9/);
  expect(sectionOf(render(), 'environment')).toContain('No recorded differences.');
});

test('a case that one report lacks is named', () => {
  const page = render(A, { ...B, results: B.results.slice(0, 1) });
  expect(sectionOf(page, 'missing')).toMatch(/pipe.*B/);
});

test('whatever the reports say is text', () => {
  const shape = (text: string): string => {
    const report = makeDangerousReport(text);
    const sides = { report, samples: new Map() };
    const page = parseHtml(
      renderComparisonPage({
        ...{ a: sides, b: sides, assets: ASSETS },
        comparison: makeDangerousComparison(text),
      }),
    );
    return page.map(({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(' ')}`).join();
  };
  const plain = shape('word');
  const breaking = fc.constantFrom('</script>', '<img src=x onerror=alert(1)>', '"><b>', "' onclick='");
  fc.assert(
    fc.property(fc.array(fc.oneof(breaking, dangerousText()), { minLength: 1, maxLength: 3 }), (parts) => {
      expect(shape(`x${parts.join('')}`)).toBe(plain);
    }),
    { numRuns: 10 },
  );
});

describe('memory over time of two reports', () => {
  const makeGrown = (volumes: readonly number[], first: number): Report =>
    makeReport({
      results: [
        makeCase({
          parameters: { volume: 256 * MiB },
          parameterKinds: { volume: 'volume' },
          runs: volumes.map((volume, index) =>
            makeRun({ index: first + index, kind: 'growth', parameters: { volume }, live: makeLive() }),
          ),
        }),
      ],
    });
  const drawLive = (a: Report, b: Report): string => {
    const samples = ({ results }: Report) =>
      new Map(
        results.flatMap(({ runs }) =>
          runs.map(({ index, parameters }) => {
            const thinner = new SampleThinner(100);
            for (let atMs = 0; atMs < 30; atMs += 10) thinner.add(atMs, [0, Number(parameters.volume), 0, 0]);
            return [index, thinner.finish()] as const;
          }),
        ),
      );
    const page = renderComparisonPage({
      a: { report: a, samples: samples(a) },
      b: { report: b, samples: samples(b) },
      ...{ comparison: compareReports(a, b), assets: ASSETS },
    });
    return textOf(find(parseHtml(page), 'figure')[0] as Element).replace(/\s+/g, ' ');
  };

  test('is drawn at the largest volume that both were measured at: what grows does not look better', () => {
    const text = drawLive(
      makeGrown([64 * MiB, 128 * MiB, 256 * MiB], 0),
      makeGrown([64 * MiB, 128 * MiB], 0),
    );
    expect(text).toContain('over each other, at 128 MiB.');
    expect(text).toContain('A, peak 128 MiB B, peak 128 MiB');
  });

  test('is said to be of different volumes if there is none that both have', () => {
    expect(drawLive(makeGrown([256 * MiB], 0), makeGrown([128 * MiB], 0))).toContain(
      'Their volumes differ, and memory may for that reason: A 256 MiB, B 128 MiB.',
    );
  });
});
