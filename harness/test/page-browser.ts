/** Opens pages of reports in a real browser, and notes whatever leaves them or goes wrong in them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { compiled } from '../package-root.ts';
import type { PageAssets } from '../report/html/frame.ts';
import { findChromium } from './find-chromium.ts';

const path = findChromium();
export const hasChromium = path !== undefined;
export const CHROMIUM = path ?? 'SKIPPED: no Chromium was found; install it, or set TIDEMARK_CHROMIUM';
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

export interface OpenedPage {
  readonly page: Page;
  /** Whatever the browser says, and each request that leaves the page. */
  readonly complaints: string[];
  readonly url: string;
}

export class PageBrowser {
  readonly folder = mkdtempSync(join(tmpdir(), 'tidemark-page-'));
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(): Promise<PageBrowser> {
    return new PageBrowser(await chromium.launch({ executablePath: path ?? '', args: FLAGS, timeout: 0 }));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async open(html: string, options: BrowserContextOptions = {}, hash = ''): Promise<OpenedPage> {
    const file = join(this.folder, `${Math.random()}.html`);
    writeFileSync(file, html);
    return this.visit(pathToFileURL(file).href, options, hash);
  }

  /** What it asks of its own server is not a complaint. */
  async visit(url: string, options: BrowserContextOptions = {}, hash = ''): Promise<OpenedPage> {
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('dialog', async (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on('request', (request) => {
      const isOwn = url.startsWith('http:')
        ? request.url().startsWith(url)
        : request.url().split('#')[0] === url;
      if (!isOwn) complaints.push(`a request: ${request.url()}`);
    });
    await page.goto(url + hash);
    return { page, complaints, url };
  }
}

/** The style sheet and the script that the build made. */
export function readAssets(): PageAssets {
  const read = (name: string): string =>
    readFileSync(compiled(join('harness', 'report', 'html', 'assets', name)), 'utf8');
  return { style: read('page.css'), script: read('page.js') };
}

/** What axe-core finds, by all of its rules. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(`(() => { const module = undefined; ${axe.source} })()`);
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    'axe.run()',
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
