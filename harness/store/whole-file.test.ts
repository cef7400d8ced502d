import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { appendFlushed, PARTIAL, writeWhole, writeWholeBy } from './whole-file.ts';

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
/** Of this process. */
let part: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  path = join(folder, 'report.json');
  part = `${path}.${process.pid}${PARTIAL}`;
  calls.length = 0;
});

test('what is written is on the disk before it gets its name', () => {
  writeWhole(path, 'all of it');
  expect(calls).toEqual(['write', 'fsync', 'rename']);
  expect(readFileSync(path, 'utf8')).toBe('all of it');
  expect(readdirSync(folder)).toEqual(['report.json']);
});

test('what cannot be written leaves no part of it', () => {
  mkdirSync(path);
  expect(() => writeWhole(path, 'all of it')).toThrow();
  expect(readdirSync(folder)).toEqual(['report.json']);
});

test('what is appended is on the disk when it returns', () => {
  appendFlushed(path, 'one\n');
  appendFlushed(path, 'two\n');
  expect(calls).toEqual(['write', 'fsync', 'write', 'fsync']);
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
});

test('the file that was there before is whole until it is replaced', () => {
  writeWhole(path, 'before');
  writeFileSync(part, 'cut o');
  writeWhole(path, 'after');
  expect(readFileSync(path, 'utf8')).toBe('after');
});

test('pieces are one file, and what fails in between leaves the one that was there', () => {
  writeWholeBy(path, (write) => {
    for (const piece of ['one ', 'two ', 'three']) write(piece);
  });
  expect(readFileSync(path, 'utf8')).toBe('one two three');
  const fail = () =>
    writeWholeBy(path, (write) => {
      write('half');
      throw new Error('the disk is full');
    });
  expect(fail).toThrow('the disk is full');
  expect(readFileSync(path, 'utf8')).toBe('one two three');
  expect(readdirSync(folder)).toEqual(['report.json']);
});

test('another process that writes the same file keeps its unfinished one', () => {
  const other = `${path}.${process.pid + 1}${PARTIAL}`;
  writeFileSync(other, 'half of it');
  writeWhole(path, 'mine');
  expect(readFileSync(other, 'utf8')).toBe('half of it');
  expect(readFileSync(path, 'utf8')).toBe('mine');
});

test.skipIf(process.platform === 'win32')('a link to another file is not followed', () => {
  const other = join(folder, 'other');
  writeFileSync(other, 'of somebody else');
  symlinkSync(other, part);
  writeWhole(path, 'mine');
  expect(readFileSync(path, 'utf8')).toBe('mine');
  const journal = join(folder, 'journal');
  symlinkSync(other, journal);
  expect(() => appendFlushed(journal, 'mine')).toThrow('ELOOP');
  expect(readFileSync(other, 'utf8')).toBe('of somebody else');
});
