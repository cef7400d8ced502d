import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findHome } from './this-machine.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-test-')));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('home is what the system says', () => {
  expect(findHome()).toBe(homedir());
});

test.each([
  [
    'a user without HOME and without an entry in passwd',
    (): string => {
      throw new Error('uv_os_homedir returned ENOENT');
    },
  ],
  ['an empty HOME', (): string => ''],
  ['a HOME that is not absolute', (): string => 'work'],
])('%s has a private folder instead', (_name, ask) => {
  expect(findHome(ask, root)).toBe(join(root, `tidemark-${process.getuid?.() ?? 'user'}`));
});
