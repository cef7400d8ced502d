import { accessSync, constants } from 'node:fs';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium for the tests of the page: TIDEMARK_CHROMIUM, or where a system has it; undefined if there is none. */
export const findChromium = (): string | undefined =>
  [process.env.TIDEMARK_CHROMIUM, ...USUAL].find((path) => path !== undefined && isExecutable(path));

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
