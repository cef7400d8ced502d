import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CompiledFileError } from '../errors.ts';
import { restoreModule, writeModule } from './module-file.ts';

const CONTENT = 'export default 5;';

let root = '';
let url = '';
let path = '';
beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-test-')));
  mkdirSync(join(root, 'cache', 'tidemark'), { recursive: true });
  url = await writeModule(join(root, 'cache', 'tidemark'), 'one', CONTENT);
  path = fileURLToPath(url);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a compiled module is written again', () => {
  const expectRestored = (): void => {
    restoreModule(url);
    expect(readFileSync(path, 'utf8')).toBe(CONTENT);
    expect(realpathSync(path)).toBe(path);
    expect(readdirSync(dirname(path))).toHaveLength(1);
  };

  test('if it was changed', () => {
    writeFileSync(path, 'export default 6;');
    expectRestored();
  });

  test('if it was removed, or its folder', () => {
    unlinkSync(path);
    expectRestored();
    rmSync(join(root, 'cache'), { recursive: true });
    expectRestored();
  });

  test('if a folder or a file is in its place, or in that of its folder', () => {
    unlinkSync(path);
    mkdirSync(path);
    expectRestored();
    rmSync(dirname(path), { recursive: true });
    writeFileSync(dirname(path), '');
    expectRestored();
  });

  test.skipIf(process.platform === 'win32')('if it is a link, or its folder, which stays as it is', () => {
    const other = join(root, 'other.mjs');
    renameSync(path, other);
    symlinkSync(other, path);
    expectRestored();
    const moved = join(root, 'moved');
    renameSync(dirname(path), moved);
    symlinkSync(moved, dirname(path));
    expectRestored();
    expect([readFileSync(other, 'utf8'), readdirSync(moved).length]).toEqual([CONTENT, 1]);
  });
});

test('a module of which nothing has changed is not written', () => {
  const { ino } = statSync(path);
  restoreModule(url);
  expect(statSync(path).ino).toBe(ino);
});

test('a module that this process has not compiled is not touched', () => {
  const other = join(root, 'other.mjs');
  restoreModule(pathToFileURL(other).href);
  expect(existsSync(other)).toBe(false);
});

test('a folder that cannot be written to is named, and nothing is left behind', async () => {
  writeFileSync(join(root, 'file'), '');
  const folder = join(root, 'file', 'below');
  const refused = writeModule(folder, 'two', CONTENT);
  await expect(refused).rejects.toThrow(CompiledFileError);
  await expect(refused).rejects.toThrow(`the compiled scenario could not be written to ${folder}: `);
});

test.skipIf(process.platform === 'win32')(
  'a folder further up that is a link by now is not written to',
  () => {
    const elsewhere = join(root, 'elsewhere');
    renameSync(join(root, 'cache'), elsewhere);
    symlinkSync(elsewhere, join(root, 'cache'));
    writeFileSync(path, 'export default 6;');
    expect(() => restoreModule(url)).toThrow('leads to');
    expect(readFileSync(path, 'utf8')).toBe('export default 6;');
  },
);
