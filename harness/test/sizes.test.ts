/** A file has one topic, and a folder is easy to survey. Biome checks the length of functions. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';

const MAX_LINES = 250;
const MAX_FILES = 20;

const FILES = ['harness', 'scenarios', 'scripts'].flatMap(listProduction);

test('the files are found', () => {
  expect(FILES).toContain('harness/cli.ts');
  expect(FILES.length).toBeGreaterThan(100);
});

test('no file is too long', () => {
  const long = FILES.map((file) => ({ file, lines: countLines(file) }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file} has ${lines} lines`);
  expect(long).toEqual([]);
});

test('no folder has too many files', () => {
  const counts = new Map<string, number>();
  for (const folder of FILES.map(posix.dirname)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  const large = [...counts]
    .filter(([, count]) => count > MAX_FILES)
    .map(([folder, count]) => `${folder} has ${count} files`);
  expect(large).toEqual([]);
});

function listProduction(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.split(sep).join('/')))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => !/^harness\/test\/|\/fixtures\//.test(file));
}

function countLines(file: string): number {
  return readFileSync(join(packageRoot, file), 'utf8').trimEnd().split('\n').length;
}
