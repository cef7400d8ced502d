import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { appendFlushed, PARTIAL, writeWhole } from './whole-file.ts';

/** In the order in which they are called. */
const calls: string[] = [];
vi.mock(import('node:fs'), async (importOriginal) => {
  const original = await importOriginal();
  const note = <Method extends (...args: never[]) => unknown>(name: string, method: Method): Method =>
    ((...args: Parameters<Method>) => {
      calls.push(name);
      return method(...args);
    }) as Method;
  return {
    ...original,
    fsyncSync: note('fsync', original.fsyncSync),
    renameSync: note('rename', original.renameSync),
    writeFileSync: note('write', original.writeFileSync),
  };
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  path = join(folder, 'report.json');
  calls.length = 0;
});

test('what is written is on the disk before it gets its name', () => {
  writeWhole(path, 'all of it');
  expect(calls).toEqual(['write', 'fsync', 'rename']);
  expect(readFileSync(path, 'utf8')).toBe('all of it');
  expect(existsSync(path + PARTIAL)).toBe(false);
});

test('what cannot be written leaves no part of it', () => {
  mkdirSync(path);
  expect(() => writeWhole(path, 'all of it')).toThrow();
  expect(existsSync(path + PARTIAL)).toBe(false);
});

test('what is appended is on the disk when it returns', () => {
  appendFlushed(path, 'one\n');
  appendFlushed(path, 'two\n');
  expect(calls).toEqual(['write', 'fsync', 'write', 'fsync']);
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
});

test('the file that was there before is whole until it is replaced', () => {
  writeWhole(path, 'before');
  writeFileSync(path + PARTIAL, 'cut o');
  writeWhole(path, 'after');
  expect(readFileSync(path, 'utf8')).toBe('after');
});

test.skipIf(process.platform === 'win32')('a link to another file is not followed', () => {
  const other = join(folder, 'other');
  writeFileSync(other, 'of somebody else');
  symlinkSync(other, path + PARTIAL);
  writeWhole(path, 'mine');
  expect(readFileSync(path, 'utf8')).toBe('mine');
  const journal = join(folder, 'journal');
  symlinkSync(other, journal);
  expect(() => appendFlushed(journal, 'mine')).toThrow('ELOOP');
  expect(readFileSync(other, 'utf8')).toBe('of somebody else');
});
