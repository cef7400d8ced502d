import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { makeThread } from '../../test/doctor-builders.ts';
import { readSnapshots } from './read-snapshots.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-snapshots-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

test('the newest snapshot of each thread counts, whichever file it is in', () => {
  write('7-0-0.json', makeThread({ sequence: 4 }));
  write('7-0-1.json', makeThread({ sequence: 3 }));
  write('7-1-0.json', makeThread({ sequence: 8, thread: 1 }));
  write('7-1-1.json', makeThread({ sequence: 9, thread: 1 }));
  const { threads, unreadable } = readSnapshots(folder);
  expect(threads.map(({ thread, sequence }) => [thread, sequence])).toEqual([
    [0, 4],
    [1, 9],
  ]);
  expect(unreadable).toEqual([]);
});

test('the one before counts if the newest is cut in the middle', () => {
  write('7-0-1.json', makeThread({ sequence: 3 }));
  write('7-0-0.json', JSON.stringify(makeThread({ sequence: 4 })).slice(0, 200));
  expect(readSnapshots(folder).threads.map(({ sequence }) => sequence)).toEqual([3]);
});

test('a thread without a whole one is named', () => {
  write('7-2-0.json', '{"pid":7');
  write('8-0-0.json', { pid: 8 });
  expect(readSnapshots(folder)).toEqual({
    threads: [],
    unreadable: [
      { pid: 7, thread: 2 },
      { pid: 8, thread: 0 },
    ],
  });
});

test('other files are left alone', () => {
  write('notes.json', 'x');
  expect(readSnapshots(folder)).toEqual({ threads: [], unreadable: [] });
});

test('a folder that is not there is a mistake of the user', () => {
  expect(() => readSnapshots(join(folder, 'none'))).toThrow(UsageError);
});
