/** What the README says can be done is done, at a small volume and without growth: it is about the words. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit-codes.ts';
import { compiled, packageRoot } from '../package-root.ts';

const README = readFileSync(join(packageRoot, 'README.md'), 'utf8');
/** Of what is timed there is no volume. */
const smallOf = (words: string): string => {
  const runs = /^ab\b/.test(words) ? '--metrics exact' : '--runs 1 --no-profile --no-growth';
  return `--param ${words.includes('buffer-') ? 'size=1KiB' : 'volume=1MiB'} ${runs}`;
};

/** The arguments behind `npm run bench --`, as a shell reads them. */
const COMMANDS = [
  ...new Set(
    [...README.matchAll(/npm run (?:--silent )?bench -- ([^`\n]+)/g)].map(([, words = '']) => words),
  ),
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-readme-'));
  const [, scenario = ''] = /```ts\n([\s\S]*?)```/.exec(README) ?? [];
  writeFileSync(join(folder, 'my-case.ts'), scenario);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the README has commands', () => {
  expect(COMMANDS).toContain('--scenario ignore-drain');
  expect(COMMANDS).toContain('--scenario ./my-case.ts');
});

test.each(COMMANDS)('%s', async (words) => {
  // The versions of Node that somebody has are not those that are here.
  const here = words.replace(/--((?:[ab]-)?node) \S+/g, `--$1 '${process.execPath}'`);
  const isRun = !/^(list|--help)\b/.test(here);
  const line = `"$NODE" "$CLI" ${here} ${isRun ? `${smallOf(words)} --results '${folder}/results'` : ''}`;
  // Rejects where it ends with anything but 0.
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', line], {
    cwd: folder,
    env: { PATH: process.env.PATH, TMPDIR: folder, NODE: process.execPath, CLI: compiled('harness/cli.js') },
  });
  expect(stdout).not.toBe('');
});

test('the exit codes that it names are those of the program', () => {
  const named = [...README.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes = '']) =>
    codes.split(',').map(Number),
  );
  expect(named.length).toBeGreaterThan(0);
  for (const code of named) expect(Object.values(EXIT)).toContain(code);
});

test('what it links to is there', () => {
  const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(0);
  for (const path of links) expect(existsSync(join(packageRoot, path))).toBe(true);
});
