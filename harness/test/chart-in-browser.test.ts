/** A chart that its script makes interactive: zoom, a cursor with values, and lines on and off. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderPage } from '../report/html/page.ts';
import { SampleThinner } from '../report/html/thinned-samples.ts';
import { KiB, MiB, makeCase, makeCounters, makeReport, makeRun } from './builders.ts';
import { CHROMIUM, findViolations, hasChromium, PageBrowser, readAssets } from './page-browser.ts';

const makeProfile = (index: number) =>
  makeRun({
    ...{ index, kind: 'profile', durationMs: 1000 },
    counters: { sink: makeCounters({ highWaterMarkBytes: 64 * KiB }) },
    sampling: { intervalMs: 10, count: 100, longestGapMs: 12, source: 'inspector' },
  });

const REPORT = makeReport({ results: [makeCase({ runs: [0, 1, 2].map(makeProfile) })] });

/** RSS rises by 1 MiB every 10 ms, and from run to run. */
const SAMPLES = new Map(
  [0, 1, 2].map((run) => {
    const thinner = new SampleThinner(400);
    for (let step = 0; step < 100; step += 1)
      thinner.add(step * 10, [(60 + step) * MiB, (run + 1) * step * MiB, 5 * MiB, step * MiB]);
    return [run, thinner.finish()] as const;
  }),
);

describe.skipIf(!hasChromium)(`a chart, in ${CHROMIUM}`, () => {
  let browser: PageBrowser;
  beforeAll(async () => {
    browser = await PageBrowser.launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function openChart(options = {}): Promise<{ page: Page; complaints: string[]; plot: Locator }> {
    const html = renderPage({ report: REPORT, samples: SAMPLES, assets: readAssets() });
    const { page, complaints } = await browser.open(html, options, '#case-ignore-drain');
    const plot = page.locator('.plot').first();
    await plot.waitFor();
    return { page, complaints, plot };
  }

  const readoutOf = (page: Page): Promise<string> => page.locator('.plot-bar output').first().innerText();

  test('the cursor says the values of each line, moved by keys from sample to sample', async () => {
    const { page, complaints, plot } = await openChart();
    await plot.focus();
    await page.keyboard.press('End');
    expect(await readoutOf(page)).toBe(
      'at 990 ms: RSS 159 MiB, arrayBuffers 198 MiB, heapUsed 5 MiB, external 99 MiB',
    );
    await page.keyboard.press('ArrowLeft');
    expect(await readoutOf(page)).toMatch(/^at 980 ms: RSS 158 MiB/);
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await readoutOf(page)).toMatch(/^at 880 ms: RSS 148 MiB/);
    await page.keyboard.press('Home');
    expect(await readoutOf(page)).toMatch(/^at 0 ms: RSS 60 MiB/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the mouse does the same, and leaves no value behind', async () => {
    const { page, plot } = await openChart();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 50);
    await expect.poll(() => readoutOf(page)).toMatch(/^at \d+ ms: RSS \d+ MiB, arrayBuffers/);
    await page.mouse.move(0, 0);
    await expect.poll(() => readoutOf(page)).toBe('');
    await page.context().close();
  });

  /** The time at the left edge of the chart, and near its right edge. */
  async function edgesOf(page: Page, plot: Locator): Promise<[left: number, right: number]> {
    const over = plot.locator('.u-over');
    await over.scrollIntoViewIfNeeded();
    const box = (await over.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const read = async (x: number): Promise<number> => {
      await page.mouse.move(x, box.y + box.height / 2);
      await expect.poll(() => readoutOf(page)).not.toBe('');
      return Number(/at ([\d.]+)/.exec(await readoutOf(page))?.[1]);
    };
    const left = await read(box.x + 1);
    await page.mouse.move(0, 0);
    await expect.poll(() => readoutOf(page)).toBe('');
    return [left, await read(box.x + box.width - 2)];
  }

  test('a part can be shown by buttons, keys and the mouse, and then all again', async () => {
    const { page, plot } = await openChart();
    const [from, to] = await edgesOf(page, plot);
    expect(from).toBeLessThan(10);
    expect(to).toBeGreaterThan(980);
    await page.mouse.move(0, 0);
    // Around the middle: 247.5 to 742.5, and then to the end of 495 more.
    await page.getByRole('button', { name: 'Zoom in' }).first().click();
    await page.getByRole('button', { name: 'Later' }).first().click();
    const [later, end] = await edgesOf(page, plot);
    expect(later).toBeCloseTo(495, -1);
    expect(end).toBeCloseTo(990, -1);
    await plot.focus();
    await page.keyboard.press('0');
    expect((await edgesOf(page, plot))[0]).toBeLessThan(10);
    const box = (await plot.locator('.u-over').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width / 4, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 20, { steps: 4 });
    await page.mouse.up();
    const [dragged, until] = await edgesOf(page, plot);
    expect(dragged / 990).toBeCloseTo(0.25, 1);
    expect(until / 990).toBeCloseTo(0.5, 1);
    await page.context().close();
  });

  test('an entry of the legend takes its line away and brings it back', async () => {
    const { page, plot } = await openChart();
    const entry = page.getByRole('button', { name: /^RSS, peak/ }).first();
    await entry.focus();
    await page.keyboard.press('Enter');
    expect(await entry.getAttribute('aria-pressed')).toBe('false');
    await plot.focus();
    await page.keyboard.press('End');
    expect(await readoutOf(page)).toMatch(/^at 990 ms: arrayBuffers/);
    await entry.click();
    expect(await entry.getAttribute('aria-pressed')).toBe('true');
    await page.context().close();
  });

  test('the median of the runs is shown, the others are faint behind it, and axe finds nothing', async () => {
    const { page, complaints, plot } = await openChart({ colorScheme: 'dark' });
    expect(await page.locator('figcaption').first().innerText()).toContain(
      'Run 1, the median by its peak, with the 2 other runs behind it',
    );
    expect(await page.locator('svg.chart path.faint').count()).toBe(2);
    expect(await plot.locator('canvas').isVisible()).toBe(true);
    expect(await page.locator('svg.chart').first().isVisible()).toBe(false);
    expect(await findViolations(page)).toEqual([]);
    // Paper gets the picture.
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('svg.chart').first().isVisible()).toBe(true);
    expect(await plot.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
