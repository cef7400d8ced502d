/** The page in a real browser: what it looks like, what its script adds, and that nothing leaves it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiled, packageRoot } from '../package-root.ts';
import { renderPage } from '../report/html/page.ts';
import { SampleThinner } from '../report/html/thinned-samples.ts';
import type { Report } from '../result.ts';
import { KiB, MiB, makeCase, makeCounters, makeGrowth, makeReport, makeRun, summaryOf } from './builders.ts';
import { makeDangerousReport } from './dangerous-text.ts';
import { findChromium } from './find-chromium.ts';

const path = findChromium();
const WHERE = path ?? 'SKIPPED: no Chromium was found; install it, or set TIDEMARK_CHROMIUM';
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
const SCREENSHOTS = join(packageRoot, 'node_modules', '.cache', 'tidemark', 'page');

const makeNamed = (
  scenario: string,
  verdict: 'linear' | 'bounded',
  index: number,
  factor: number,
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
    expectations: [{ text: 'it holds', passed: true }],
    warnings: [{ code: 'a-warning', message: 'of which there is a sentence' }],
  });

const REPORT = makeReport({
  results: [
    makeNamed('ignore-drain', 'linear', 0, 256),
    makeNamed('await-drain', 'bounded', 1, 0.0625),
    makeNamed('pipe-slowly', 'bounded', 2, 16),
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

describe.skipIf(path === undefined)(`the page, in ${WHERE}`, () => {
  let folder = '';
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-page-'));
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await chromium.launch({ executablePath: path ?? '', args: FLAGS, timeout: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  /** Opens the page of a report; `complaints` gets whatever the browser says, and each request that leaves the page. */
  async function open(report: Report, options: BrowserContextOptions = {}, hash = '') {
    const file = join(folder, `${Math.random()}.html`);
    const read = (name: string): string =>
      readFileSync(compiled(join('harness', 'report', 'html', 'assets', name)), 'utf8');
    const assets = { style: read('page.css'), script: read('page.js') };
    writeFileSync(file, renderPage({ report, samples: SAMPLES, assets }));
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('dialog', async (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    const url = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== url) complaints.push(`a request: ${request.url()}`);
    });
    await page.goto(url + hash);
    return { page, complaints, url };
  }

  const namesOf = (page: Page): Promise<string[]> =>
    page.locator('#overview tbody tr:visible a').allInnerTexts();

  /** What axe-core finds, by all of its rules. */
  async function findViolations(page: Page): Promise<string[]> {
    await page.evaluate(`(() => { const module = undefined; ${axe.source} })()`);
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

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

  test('a filter by text and verdict hides rows and cases, and stands in the address', async () => {
    const { page, complaints, url } = await open(REPORT);
    await page.keyboard.press('/');
    await page.keyboard.type('DRAIN');
    expect(await namesOf(page)).toEqual(['ignore-drain', 'await-drain']);
    await page.getByLabel('Verdict').selectOption('bounded');
    expect(await namesOf(page)).toEqual(['await-drain']);
    expect(await page.locator('section.case:visible').count()).toBe(1);
    expect(await page.locator('output').innerText()).toBe('1 of 3 cases');
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
    const { page } = await open(REPORT);
    const save = async (kind: string): Promise<string> => {
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: `${kind} of Every case` }).click();
      return readFileSync(await (await waiting).path(), 'utf8');
    };
    const csv = await save('CSV');
    expect(csv.split('\r\n')[0]).toMatch(/^case,verdict,slope,/);
    expect(csv).toContain(`ignore-drain,linear,1,–,${256 * MiB},${64 * KiB},completed,✓ 1 passed,1,`);
    const rows = JSON.parse(await save('JSON')) as Record<string, unknown>[];
    expect(rows[1]).toMatchObject({ case: 'await-drain', slope: 0.0625 / 256, peak: 64 * KiB });
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
    writeFileSync(join(folder, 'frame.html'), `<!doctype html><iframe sandbox src="${url}"></iframe>`);
    await page.goto(pathToFileURL(join(folder, 'frame.html')).href);
    const frame = page.frameLocator('iframe');
    expect(await frame.locator('p.verdict').first().innerText()).toMatch(/^pass: all 3 cases passed/);
    expect(await frame.locator('#overview tbody tr').count()).toBe(3);
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
