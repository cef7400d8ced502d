/** Reads samples.csv row by row, in memory that does not grow with the file: a million samples are no reason to wait. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLES } from './results-names.ts';
import { PARTIAL } from './whole-file.ts';

/** Each column of samples.csv that is a number. */
export interface SampleRow {
  run: number;
  sinceStartMs: number;
  rssBytes: number;
  heapTotalBytes: number;
  heapUsedBytes: number;
  externalBytes: number;
  arrayBuffersBytes: number;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Calls `take` for each sample in the folder of an invocation, with an object that the next call changes. Returns how many
 * rows could not be read; undefined if there is no file of samples.
 */
export function readSamples(folder: string, take: (row: Readonly<SampleRow>) => void): number | undefined {
  const file = openRegular(join(folder, SAMPLES)) ?? openRegular(join(folder, SAMPLES + PARTIAL));
  if (file === undefined) return undefined;
  try {
    return readRows(file, take);
  } finally {
    closeSync(file);
  }
}

/** Neither a pipe, which would block, nor a link, with which whoever made the folder would choose another file. */
function openRegular(path: string): number | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  } catch {
    return undefined;
  }
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  return undefined;
}

function readRows(file: number, take: (row: Readonly<SampleRow>) => void): number {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const row = makeRow();
  let [unread, kept, isHeader, isCut] = [0, 0, true, false];
  for (;;) {
    const length = kept + readSync(file, buffer, kept, buffer.length - kept, null);
    if (length === kept) return unread + (kept > 0 ? 1 : 0);
    let start = 0;
    for (
      let end = buffer.indexOf(NEWLINE, start);
      end !== -1 && end < length;
      end = buffer.indexOf(NEWLINE, start)
    ) {
      if (isCut) unread += 1;
      else if (isHeader) isHeader = false;
      else if (parseRow(buffer, start, end, row)) take(row);
      else unread += 1;
      isCut = false;
      start = end + 1;
    }
    // No row is as long as the buffer: what does not end in it is skipped.
    if (start === 0 && length === buffer.length) [kept, isCut] = [0, true];
    else {
      buffer.copyWithin(0, start, length);
      kept = length - start;
    }
  }
}

const makeRow = (): SampleRow => ({
  ...{ run: 0, sinceStartMs: 0, rssBytes: 0, heapTotalBytes: 0 },
  ...{ heapUsedBytes: 0, externalBytes: 0, arrayBuffersBytes: 0 },
});

const NUMBERS = [
  'sinceStartMs',
  'rssBytes',
  'heapTotalBytes',
  'heapUsedBytes',
  'externalBytes',
  'arrayBuffersBytes',
] as const satisfies readonly (keyof SampleRow)[];

/** `12,name,1.5,…`: whether it is a whole row. The name may be quoted, with commas and doubled quotes in it. */
function parseRow(bytes: Buffer, from: number, end: number, row: SampleRow): boolean {
  row.run = parseNumber(bytes, from, end);
  if (Number.isNaN(row.run) || numberEnd === end) return false;
  let at = skipName(bytes, numberEnd + 1, end);
  for (let column = 0; column < NUMBERS.length; column += 1) {
    if (at >= end) return false;
    const value = parseNumber(bytes, at + 1, end);
    if (Number.isNaN(value)) return false;
    row[NUMBERS[column] as (typeof NUMBERS)[number]] = value;
    at = numberEnd;
  }
  return at === end;
}

/** The index behind the name. */
function skipName(bytes: Buffer, from: number, end: number): number {
  let isQuoted = false;
  for (let at = from; at < end; at += 1) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted;
    else if (bytes[at] === COMMA && !isQuoted) return at;
  }
  return end;
}

/** Where the number that was parsed last ended: a second result would be an object for each of millions. */
let numberEnd = 0;

/** Digits up to a comma or the end, with a point between them; NaN for anything else. Without a string for each. */
function parseNumber(bytes: Buffer, from: number, end: number): number {
  let value = 0;
  let scale = 0;
  let at = from;
  for (; at < end; at += 1) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      if (scale > 0) scale *= 10;
    } else if (digit === COMMA - ZERO) break;
    else if (digit === POINT - ZERO && scale === 0) scale = 1;
    else return Number.NaN;
  }
  numberEnd = at;
  if (from === at) return Number.NaN;
  return scale > 1 ? value / scale : value;
}

const NEWLINE = 0x0a;
const COMMA = 0x2c;
const QUOTE = 0x22;
const POINT = 0x2e;
const ZERO = 0x30;
