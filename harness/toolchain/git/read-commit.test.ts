import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeThisMachine } from '../../processes/this-machine.ts';
import { isOutside } from './git-revision.ts';
import { hasGit } from './read-commit.ts';

test.skipIf(process.platform === 'win32')('git is one on PATH, and never one in the current folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
  const machine = (platform: NodeJS.Platform, PATH: string) => ({
    ...describeThisMachine(),
    platform,
    env: { PATH },
  });
  expect(hasGit(machine('linux', folder))).toBe(false);
  writeFileSync(join(folder, 'git'), '');
  chmodSync(join(folder, 'git'), 0o755);
  expect(hasGit(machine('linux', folder))).toBe(true);
  expect(hasGit(machine('linux', ''))).toBe(false);
  // Another git than that of the system does not open a dialog.
  expect(hasGit(machine('darwin', folder), () => false)).toBe(true);
  rmSync(folder, { recursive: true });
});

test.each([
  ['..', true],
  ['../a', true],
  ['..\\..\\RUNNER~1\\p', true],
  ['/a', true],
  ['', false],
  ['a/b', false],
  ['..a', false],
])('a folder at %j of a repository is outside of it: %s', (below, is) => {
  expect(isOutside(below)).toBe(is);
});
