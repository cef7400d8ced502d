import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeReading } from '../test/builders.ts';
import { makeSampleRow, openSampleRows } from './csv.ts';
import { readSamples, type SampleRow } from './read-samples.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-samples-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function readAll(): { rows: SampleRow[]; unread: number | undefined } {
  const rows: SampleRow[] = [];
  const unread = readSamples(folder, (row) => rows.push({ ...row }));
  return { rows, unread };
}

type Row = readonly [run: number, name: string, atMs: number, rssBytes: number];

async function writeRows(rows: readonly Row[]): Promise<void> {
  const stream = openSampleRows(true);
  const written = buffer(stream);
  for (const [run, name, atMs, rssBytes] of rows)
    stream.write(makeSampleRow(run, name, atMs, makeReading({ rssBytes })));
  stream.end();
  writeFileSync(join(folder, 'samples.csv'), await written);
}

test('every row that was written is read, whatever the scenario is called', async () => {
  await writeRows([
    [0, 'plain', 1.25, 100],
    [1, 'a, "b", c', 2, 200],
    [12, '=1+1', 1000.001, 300],
  ]);
  const { rows, unread } = readAll();
  expect(unread).toBe(0);
  expect(rows.map(({ run, sinceStartMs, rssBytes }) => [run, sinceStartMs, rssBytes])).toEqual([
    [0, 1.25, 100],
    [1, 2, 200],
    [12, 1000.001, 300],
  ]);
  expect(rows[0]).toEqual({ ...makeReading({ rssBytes: 100 }), run: 0, sinceStartMs: 1.25 });
});

test('rows across the ends of what is read at a time are whole', async () => {
  const count = 40_000;
  await writeRows(Array.from({ length: count }, (_, index) => [index, 'flood', index, index * 7]));
  const { rows, unread } = readAll();
  expect(unread).toBe(0);
  expect(rows).toHaveLength(count);
  expect(rows.every(({ run, rssBytes }, index) => run === index && rssBytes === index * 7)).toBe(true);
});

test('a row that is cut, or of something else, is counted and left out', () => {
  const good = '1,x,1,2,3,4,5,6\n';
  writeFileSync(
    join(folder, 'samples.csv'),
    `head\n${good}1,x,1,2,3\n${good}1,x,1,2,3,4,5,6,7\n1,x,a,2,3,4,5,6\n1,"x,1,2,3,4,5,6\n${'9'.repeat(3e6)}\n${good}1,x,1,2`,
  );
  expect(readAll()).toMatchObject({ unread: 6, rows: { length: 3 } });
});

test('an interrupted invocation has its samples in the file that is not finished', () => {
  writeFileSync(join(folder, 'samples.csv.part'), 'head\n1,x,1,2,3,4,5,6\n');
  expect(readAll().rows).toHaveLength(1);
});

test('without a file there are none, and a link is not followed', () => {
  expect(readAll().unread).toBeUndefined();
  writeFileSync(join(folder, 'other'), 'head\n1,x,1,2,3,4,5,6\n');
  symlinkSync(join(folder, 'other'), join(folder, 'samples.csv'));
  expect(readAll()).toEqual({ rows: [], unread: undefined });
});
