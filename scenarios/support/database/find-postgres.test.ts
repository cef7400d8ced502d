import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPostgres } from './find-postgres.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-find-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function install(folder: string, programs = ['initdb', 'postgres']): string {
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  for (const program of programs) writeFileSync(join(path, program), '');
  return path;
}

const debian = (): [string, RegExp] => [root, /^\d+/];

test('the newest version is found, in numeric order', () => {
  install('9/bin');
  const newest = install('17/bin');
  install('16/bin');
  expect(findPostgres('', [debian()])).toBe(newest);
});

test('PATH comes first', () => {
  install('17/bin');
  const own = install('own');
  expect(findPostgres(['', join(root, 'missing'), own].join(delimiter), [debian()])).toBe(own);
});

test('a folder with only the client is skipped', () => {
  const client = install('client', ['psql']);
  install('18/bin', ['initdb']);
  const server = install('15/bin');
  expect(findPostgres(client, [debian()])).toBe(server);
});

test('programs may be in the folder of the version, without a bin folder', () => {
  const alpine = install('postgresql17');
  expect(findPostgres('', [[root, /^postgresql/]])).toBe(alpine);
});

test('the result is undefined if no folder has both programs', () => {
  install('old/bin');
  expect(findPostgres('', [debian(), [join(root, 'missing'), /./]])).toBeUndefined();
});
