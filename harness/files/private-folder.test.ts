import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makePrivateFolder } from './private-folder.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-test-')));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const make = (uid?: number): string => makePrivateFolder(join(root, 'tidemark-7'), uid);

test('a private folder is made, and used again', () => {
  expect(make()).toBe(join(root, 'tidemark-7'));
  expect(make()).toBe(join(root, 'tidemark-7'));
});

test('folders above it are made as well', () => {
  expect(makePrivateFolder(join(root, 'a', 'b'))).toBe(join(root, 'a', 'b'));
});

describe.skipIf(process.platform === 'win32')(
  'another folder is taken, which only its user may enter,',
  () => {
    const expectAnother = (folder: string): void => {
      expect(folder).toMatch(/tidemark-7-\w{6}$/);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    };

    test('if somebody else made it', () => {
      make();
      expectAnother(make((process.getuid?.() ?? 0) + 1));
    });

    test.each([0o777, 0o720, 0o702])('if others may write to it (mode %o)', (mode) => {
      mkdirSync(join(root, 'tidemark-7'));
      chmodSync(join(root, 'tidemark-7'), mode);
      expectAnother(make());
    });

    test('if it is a link, whoever owns what that leads to', () => {
      mkdirSync(join(root, 'elsewhere'), { mode: 0o700 });
      symlinkSync(join(root, 'elsewhere'), join(root, 'tidemark-7'));
      expectAnother(make());
    });

    test('if it is a link that leads nowhere, or a file', () => {
      symlinkSync(join(root, 'none'), join(root, 'tidemark-7'));
      expectAnother(make());
      rmSync(join(root, 'tidemark-7'));
      writeFileSync(join(root, 'tidemark-7'), '');
      expectAnother(make());
    });
  },
);
