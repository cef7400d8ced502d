import {
  chmodSync,
  existsSync,
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
import { TempFolderError } from '../errors.ts';
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

describe('a TempFolderError says where no folder can be made:', () => {
  const refusalOf = (path: string): TempFolderError => {
    try {
      makePrivateFolder(join(path, 'tidemark-7'));
    } catch (error) {
      if (error instanceof TempFolderError) return error;
      throw error;
    }
    throw new Error('it was made');
  };

  test('in a folder that does not exist, and is not made', () => {
    const missing = join(root, 'missing');
    expect(refusalOf(missing).message).toContain(`no temporary folder can be made in ${missing}: ENOENT`);
    expect(existsSync(missing)).toBe(false);
  });

  test('below a file', () => {
    writeFileSync(join(root, 'file'), '');
    expect(refusalOf(join(root, 'file')).path).toBe(join(root, 'file'));
  });

  test('in a folder with too long a name', () => {
    expect(refusalOf(join(root, 'x'.repeat(300))).message).toMatch(/: E(?:NAMETOOLONG|NOENT)/);
  });

  test.skipIf(process.platform !== 'linux')(
    'in a file system that has none, without looking for ever',
    () => {
      expect(refusalOf('/proc').path).toBe('/proc');
      expect(refusalOf('/sys').path).toBe('/sys');
      expect(refusalOf('/dev/null/x').path).toBe('/dev/null/x');
    },
  );
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
