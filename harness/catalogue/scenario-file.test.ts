import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { refuseIndistinguishable, scenarioFile } from './scenario-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-scenario-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text = ''): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return pathToFileURL(file).href;
}

test('the file is relative to the root of the repository, even in a worktree and below a package', () => {
  write('app/.git', 'gitdir: elsewhere');
  write('app/packages/x/package.json', '{}');
  expect(scenarioFile(write('app/packages/x/bench/upload.ts'))).toBe('packages/x/bench/upload.ts');
});

test('without a repository it is relative to the nearest package', () => {
  write('app/package.json', '{}');
  expect(scenarioFile(write('app/bench/upload.ts'))).toBe('bench/upload.ts');
});

test('without a project it is relative to the current folder, or to its own if that is elsewhere', () => {
  const source = write('loose/bench/upload.ts');
  expect(scenarioFile(source)).toBe('upload.ts');
  const before = process.cwd();
  process.chdir(join(folder, 'loose'));
  try {
    expect(scenarioFile(source)).toBe('bench/upload.ts');
  } finally {
    process.chdir(before);
  }
});

test('the scenarios of tidemark have no file, whichever copy they are from', () => {
  expect(scenarioFile(pathToFileURL(join(packageRoot, 'scenarios', 'await-drain.ts')).href)).toBeUndefined();
  write('copy/package.json', '{ "name": "tidemark" }');
  expect(scenarioFile(write('copy/scenarios/await-drain.ts'))).toBeUndefined();
  expect(scenarioFile(write('copy/bench/await-drain.ts'))).toBe('bench/await-drain.ts');
});

describe('two files with scenarios of the same name', () => {
  const named = (path: string) => ({ name: 'upload', source: write(path) });

  test('are accepted in a project, where their paths distinguish them', () => {
    write('app/package.json', '{}');
    expect(() =>
      refuseIndistinguishable([named('app/one/upload.ts'), named('app/two/upload.ts')]),
    ).not.toThrow();
  });

  test('are refused without a project, where nothing distinguishes them on another machine', () => {
    const scenarios = [named('one/upload.ts'), named('two/upload.ts')];
    expect(() => refuseIndistinguishable(scenarios)).toThrow(
      /one[\\/]upload\.ts and .*two[\\/]upload\.ts are both the scenario upload$/,
    );
    expect(() => refuseIndistinguishable([...scenarios.slice(0, 1), ...scenarios.slice(0, 1)])).not.toThrow();
  });
});
