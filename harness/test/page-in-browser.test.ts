/** The page in a real browser: what it looks like, what its script adds, and that nothing leaves it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareReports } from '../compare/compare-reports.ts';
import { packageRoot } from '../package-root.ts';
import { WatchServer } from '../page/watch-server.ts';
import { renderComparisonPage } from '../report/html/comparison-page.ts';
import { renderDoctorPage } from '../report/html/doctor/doctor-page.ts';
import { renderPage } from '../report/html/page.ts';
import { SampleThinner } from '../report/html/thinned-samples.ts';
import type { Report } from '../result.ts';
import { KiB, MiB, makeCase, makeCounters, makeGrowth, makeReport, makeRun, summaryOf } from './builders.ts';
import { makeDangerousReport } from './dangerous-text.ts';
import { makeDoctorMemory, makeDoctorReport, makeFinding } from './doctor-builders.ts';
import { CHROMIUM, findViolations, hasChromium, PageBrowser, readAssets } from './page-browser.ts';

const SCREENSHOTS = join(packageRoot, 'node_modules', '.cache', 'tidemark', 'page');

const makeNamed = (
  scenario: string,
  verdict: 'linear' | 'bounded',
  index: number,
  factor: number,
  tags: readonly string[],
): Report['results'][number] =>
  makeCase({
    scenario,
    parameters: { highWaterMark: 64 * KiB, volume: 256 * MiB },
    parameterKinds: { highWaterMark: 'bytes', volume: 'volume' },
    runs: [
      makeRun({
        ...{ index, kind: 'profile', durationMs: 1000 },
        counters: { sink: makeCounters({ highWaterMarkBytes: 64 * KiB }) },
        sampling: { intervalMs: 10, count: 100, longestGapMs: 12, source: 'inspector' },
      }),
    ],
    labels: [{ label: 'sink', ...makeCounters({ peakBufferedBytes: factor * MiB }) }],
    summary: { peakBufferedBytes: summaryOf(factor * MiB) },
    growth: makeGrowth({
      ...{ verdict, slope: factor / 256 },
      points: [1, 2, 4].map((volume) => ({ volumeBytes: volume * MiB, peakBytes: factor * volume * KiB })),
    }),
    tags,
    expectations: [{ text: 'it holds', passed: true }],
    warnings: [{ code: 'a-warning', message: 'of which there is a sentence' }],
  });

const REPORT = makeReport({
  results: [
    makeNamed('ignore-drain', 'linear', 0, 256, ['writable', 'wrong']),
    makeNamed('await-drain', 'bounded', 1, 0.0625, ['writable', 'right']),
    makeNamed('pipe-slowly', 'bounded', 2, 16, ['pipe']),
  ],
});

const SAMPLES = new Map(
  REPORT.results.map((_, run) => {
    const thinner = new SampleThinner(400);
    for (let atMs = 0; atMs < 1000; atMs += 10)
      thinner.add(atMs, [60 * MiB + atMs * 1000 * (run + 1), atMs * 900, 5 * MiB, atMs * 1000]);
    return [run, thinner.finish()] as const;
  }),
);

const COURSE = {
  process: { pid: 7, thread: 0 },
  isCollected: false,
  readings: [0, 1, 2].map((step) => ({
    afterMs: 100 * step,
    ...{ arrayBuffersBytes: step * 10 * MiB, bufferedBytes: step * 8 * MiB },
    ...{ heapUsedBytes: 5 * MiB, rssBytes: (60 + 10 * step) * MiB },
  })),
};

describe.skipIf(!hasChromium)(`the page, in ${CHROMIUM}`, () => {
  let browser: PageBrowser;
  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await PageBrowser.launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  const open = (report: Report, options: BrowserContextOptions = {}, hash = '') =>
    browser.open(renderPage({ report, samples: SAMPLES, assets: readAssets() }), options, hash);

  const namesOf = (page: Page): Promise<string[]> =>
    page.locator('#overview tbody tr:visible a').allInnerTexts();

  test.each([
    [1440, 'light'],
    [1440, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)(
    'at %i px, %s: no complaint, no request, nothing beyond the edge, and axe finds nothing',
    async (width, colorScheme) => {
      const { page, complaints } = await open(REPORT, { viewport: { width, height: 900 }, colorScheme });
      // A screenshot has what is never scrolled to, too.
      await page.evaluate(
        "document.querySelectorAll('.case').forEach((one) => { one.style.contentVisibility = 'visible'; })",
      );
      await page.screenshot({ path: join(SCREENSHOTS, `${width}-${colorScheme}.png`), fullPage: true });
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      // Colours do not depend on the width.
      if ((width === 360) === (colorScheme === 'dark')) expect(await findViolations(page)).toEqual([]);
      const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect(beyond).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test('the overview fits a window of 1,200 px, with its tags, and with the parameters of a case in few lines', async () => {
    const tags = ['writable', 'backpressure', 'wrong'];
    const results = ['memory', 'file'].map((sink, index) => {
      const one = makeNamed('ignore-drain', 'linear', index, 256, tags);
      const parameters = {
        ...one.parameters,
        chunkSize: (index + 1) * KiB,
        allocation: `alloc-${sink}`,
        sink,
      };
      return { ...one, parameters };
    });
    const { page } = await open(makeReport({ results }), { viewport: { width: 1200, height: 900 } });
    const hidden = await page
      .locator('#overview .scroll')
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(hidden).toBeLessThanOrEqual(0);
    const name = page.locator('#overview tbody a').first();
    expect(await name.innerText()).toBe(
      'ignore-drain [chunkSize 1024, allocation alloc-memory, sink memory]',
    );
    expect(await name.evaluate((one) => one.getClientRects().length)).toBeLessThanOrEqual(3);
    await page.context().close();
  });

  test('claims on four versions of Node fit a window of 1,200 px, with room for what was measured', async () => {
    const versions = ['20.20.2', '22.23.3', '24.21.0', '26.12.1'];
    const claim = {
      statement: 'createReadStream().pipe(createGzip()).pipe(createWriteStream()) takes the same memory.',
      source: ['What Problem Do Streams Actually Solve?', 'Node.js Writable Stream Buffer: Full Notes'],
      ...({
        verdict: 'partly',
        condition: 'if the consumer is slow',
        reading: 'as measured, '.repeat(12),
      } as const),
    };
    const results = versions.map((node) => makeCase({ scenario: 'gzip', node, claim }));
    const report = makeReport({ results });
    const [node] = report.environment.nodes;
    if (node === undefined) throw new Error('the report has no Node');
    const nodes = versions.map((version) => ({ ...node, node: version }));
    const { page } = await open(
      { ...report, environment: { ...report.environment, nodes } },
      { viewport: { width: 1200, height: 900 } },
    );
    const { hidden, widths } = await page.locator('#claims .scroll').evaluate((table) => ({
      hidden: table.scrollWidth - table.clientWidth,
      widths: [...table.querySelectorAll('tbody tr > *')].map((cell) => cell.clientWidth),
    }));
    expect(hidden).toBeLessThanOrEqual(0);
    const [ofClaim = 0, ...others] = widths;
    expect(others.at(-2)).toBeGreaterThanOrEqual(ofClaim);
    await page.context().close();
  });

  test('at 360 px a claim is a list with its verdict, and the number of a run stays beside its figures', async () => {
    const { page, complaints } = await open(
      makeReport({
        results: [
          makeNamed('ignore-drain', 'linear', 0, 256, []),
          makeCase({
            ...{ scenario: 'salt', node: makeReport().environment.nodes[0]?.node ?? '' },
            claim: {
              ...{ statement: 'The sea is salt.', source: ['a wiki'] },
              ...{ verdict: 'partly', condition: 'in the Dead Sea', reading: '340 g' },
            },
          }),
        ],
      }),
      { viewport: { width: 360, height: 900 } },
    );
    const claims = page.locator('#claims');
    const beyond = await claims.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    for (const text of ['The sea is salt.', 'partly', 'in the Dead Sea; 340 g', 'a wiki'])
      await expect.poll(() => claims.getByText(text).first().isVisible()).toBe(true);
    const download = page.waitForEvent('download');
    await claims.getByRole('button', { name: 'CSV of' }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).toContain(
      ',partly,in the Dead Sea; 340 g,a wiki',
    );
    await page.getByText('Every run (1)').first().click();
    const runs = page.getByRole('group', { name: 'Every run' }).first();
    await runs.evaluate((one) => one.scrollTo({ left: one.scrollWidth }));
    const shift = await runs.evaluate(
      (one) =>
        (one.querySelector('tbody th')?.getBoundingClientRect().left ?? -1) -
        one.getBoundingClientRect().left,
    );
    expect(shift).toBe(0);
    expect(await findViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('on paper every table is as wide as the page at most, and no word of it is broken', async () => {
    // That of A4, between its margins.
    const { page } = await open(REPORT, { viewport: { width: 703, height: 1040 } });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    const [beyond, broken] = await page.evaluate<[number, string[]]>(`(() => {
      const lengths = [...document.querySelectorAll('table')].map((one) => one.getBoundingClientRect().right);
      const texts = [...document.querySelectorAll('#overview td, #overview th a, .case td, .case tbody th')]
        .flatMap((one) => [...one.childNodes]).filter((one) => one.nodeType === 3);
      const isBroken = (node, { index, 0: word }) => {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        return range.getClientRects().length > 1;
      };
      const words = texts.flatMap((node) => [...node.data.matchAll(/[\\w,.]+/g)]
        .filter((found) => isBroken(node, found)).map(([word]) => word));
      return [Math.max(...lengths) - innerWidth, words];
    })()`);
    expect(broken).toEqual([]);
    expect(beyond).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  test('a long tag makes no page of 360 px wider', async () => {
    const report = makeReport({ results: [makeNamed('pipe', 'linear', 0, 256, ['long-'.repeat(40)])] });
    const { page } = await open(report, { viewport: { width: 360, height: 900 } });
    expect(
      await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
    ).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  test('a page of one scenario is small enough to be attached anywhere, its script included', () => {
    const report = { ...REPORT, results: REPORT.results.slice(0, 1) };
    expect(renderPage({ report, samples: SAMPLES, assets: readAssets() }).length).toBeLessThan(250_000);
  });

  test('a filter by tag is combined with the others, and an address restores it', async () => {
    const { page, url } = await open(REPORT, {}, '#?tag=writable');
    expect(await namesOf(page)).toEqual(['ignore-drain', 'await-drain']);
    expect(await page.getByLabel('Tag').inputValue()).toBe('writable');
    await page.getByLabel('Verdict').selectOption('bounded');
    expect(await namesOf(page)).toEqual(['await-drain']);
    expect(page.url()).toBe(`${url}#?verdict=bounded&tag=writable`);
    await page.getByLabel('Tag').selectOption('wrong');
    expect(await namesOf(page)).toEqual([]);
    await page.context().close();
  });

  test('a filter by text and verdict hides rows and cases, and stands in the address', async () => {
    const { page, complaints, url } = await open(REPORT);
    await page.keyboard.press('/');
    await page.keyboard.type('DRAIN');
    expect(await namesOf(page)).toEqual(['ignore-drain', 'await-drain']);
    await page.getByLabel('Verdict').selectOption('bounded');
    expect(await namesOf(page)).toEqual(['await-drain']);
    expect(await page.locator('section.case:visible').count()).toBe(1);
    expect(await page.locator('.filters output').innerText()).toBe('1 of 3 cases');
    expect(page.url()).toBe(`${url}#?text=DRAIN&verdict=bounded`);
    await page.getByLabel('Filter cases').focus();
    await page.keyboard.press('Escape');
    expect(await namesOf(page)).toEqual(['await-drain', 'pipe-slowly']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a head sorts by keyboard, by the exact values, and an address shows what it says', async () => {
    const { page } = await open(REPORT, {}, '#?sort=peak&order=descending');
    expect(await namesOf(page)).toEqual(['ignore-drain', 'pipe-slowly', 'await-drain']);
    const peak = page.locator('#overview').getByRole('columnheader', { name: 'peak' }).getByRole('button');
    await peak.focus();
    await page.keyboard.press('Enter');
    expect(
      await page.locator('#overview').getByRole('columnheader', { name: 'peak' }).getAttribute('aria-sort'),
    ).toBe('ascending');
    expect(await namesOf(page)).toEqual(['await-drain', 'pipe-slowly', 'ignore-drain']);
    expect(page.url()).toContain('sort=peak&order=ascending');
    await page.context().close();
  });

  test('a link to a case shows it, also if a filter hides it', async () => {
    const { page } = await open(REPORT, {}, '#?text=pipe');
    expect(await page.locator('#case-ignore-drain').isVisible()).toBe(false);
    await page.evaluate("location.hash = '#case-ignore-drain'");
    await expect.poll(() => page.locator('#case-ignore-drain').isVisible()).toBe(true);
    await page.context().close();
  });

  test('a table can be saved as CSV and as JSON, with exact values', async () => {
    const [first, ...others] = REPORT.results;
    const explained = { liveBytes: 4 * MiB, liveHeapUsedBytes: 0, watchedBytes: MiB, ratio: 0.25 };
    const growth = makeGrowth({ ...others[0]?.growth, explained });
    const results = [...(first === undefined ? [] : [first]), ...others.map((one) => ({ ...one, growth }))];
    const { page } = await open({ ...REPORT, results });
    const save = async (kind: string): Promise<string> => {
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: `${kind} of Every case` }).click();
      return readFileSync(await (await waiting).path(), 'utf8');
    };
    const csv = await save('CSV');
    expect(csv.split('\r\n')[0]).toMatch(/^case,verdict,slope,/);
    expect(csv).toContain(`ignore-drain,linear,1,,${256 * MiB},${64 * KiB},completed,✓ 1 passed,1,`);
    const rows = JSON.parse(await save('JSON')) as Record<string, unknown>[];
    // What was not measured is absent.
    expect(Object.keys(rows[0] ?? {})).not.toContain('explained');
    expect(rows[1]).toMatchObject({
      case: 'await-drain',
      slope: 0.0625 / 256,
      explained: 0.25,
      peak: 64 * KiB,
    });
    await page.context().close();
  });

  test('with scripts blocked, verdict, table and pictures are there', async () => {
    const { page, complaints } = await open(REPORT, { javaScriptEnabled: false });
    expect(await page.locator('p.verdict').first().innerText()).toMatch(/^pass: all 3 cases passed/);
    expect(await namesOf(page)).toHaveLength(3);
    expect(await page.locator('svg.chart').first().isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('in the sandbox of a CI service, which allows nothing, it is the same', async () => {
    const { page, url } = await open(REPORT);
    writeFileSync(
      join(browser.folder, 'frame.html'),
      `<!doctype html><iframe sandbox src="${url}"></iframe>`,
    );
    await page.goto(pathToFileURL(join(browser.folder, 'frame.html')).href);
    const frame = page.frameLocator('iframe');
    expect(await frame.locator('p.verdict').first().innerText()).toMatch(/^pass: all 3 cases passed/);
    expect(await frame.locator('#overview tbody tr').count()).toBe(3);
    await page.context().close();
  });

  const otherPages = {
    comparison: () =>
      renderComparisonPage({
        a: { report: REPORT, samples: SAMPLES },
        b: { report: REPORT, samples: SAMPLES },
        ...{ comparison: compareReports(REPORT, REPORT), assets: readAssets() },
      }),
    doctor: () =>
      renderDoctorPage({
        report: makeDoctorReport({
          findings: [makeFinding()],
          memory: makeDoctorMemory({ overTime: COURSE }),
        }),
        ...{ version: '0.0.0', folder: '/app', assets: readAssets() },
        readSource: ({ line }) => [{ line, text: `sink.write(${'x'.repeat(200)});`, isSite: true }],
      }),
  };

  test.each(['comparison', 'doctor'] as const)(
    'the page of a %s has no complaint, nothing beyond the edge of 360 px, and axe finds nothing',
    async (kind) => {
      const { page, complaints } = await browser.open(otherPages[kind](), {
        viewport: { width: 360, height: 900 },
        colorScheme: 'dark',
      });
      await page.evaluate(
        "document.querySelectorAll('.case').forEach((one) => { one.style.contentVisibility = 'visible'; })",
      );
      await page.screenshot({ path: join(SCREENSHOTS, `${kind}.png`), fullPage: true });
      expect(await findViolations(page)).toEqual([]);
      expect(
        await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
      ).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test('a page that is watched shows the next one, and the last without a server', async () => {
    const draw = (finishedRuns: number | undefined): string =>
      renderPage({
        ...{ report: REPORT, samples: SAMPLES, assets: readAssets() },
        ...(finishedRuns !== undefined && { finishedRuns }),
      });
    const server = await WatchServer.open(draw(3));
    const { page, complaints } = await browser.visit(server.address);
    expect(await page.locator('[data-live]').innerText()).toContain('Finished runs: 3.');
    // What follows may change it.
    expect(await page.locator('p.verdict').first().innerText()).toMatch(/^so far: pass:/);
    server.show(draw(4));
    await expect.poll(() => page.locator('[data-live]').innerText()).toContain('Finished runs: 4.');
    await server.close(draw(undefined));
    await expect.poll(() => page.locator('[data-live]').count()).toBe(0);
    expect(await page.locator('p.verdict').first().innerText()).toMatch(/^pass:/);
    expect(await namesOf(page)).toHaveLength(3);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a hostile report is text, and its names are shown as they are', async () => {
    const hostile = `</script></style><img src=x onerror="alert(1)"><svg onload=alert(2)>'"><!--`;
    const { page, complaints } = await open(makeDangerousReport(hostile));
    expect(await page.locator('section.case h2').first().innerText()).toContain(hostile);
    expect(await page.locator('img').count()).toBe(0);
    await page.getByLabel('Filter cases').fill('<img');
    expect(await page.locator('#overview tbody tr:visible').count()).toBe(2);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
