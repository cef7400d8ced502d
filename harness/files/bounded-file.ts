/**
 * Reads a file that somebody else may have made: never a pipe or a device, which would block or never end, and never
 * more than fits into memory. What is wrong with it is a UsageError.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';

/** A report of ten thousand runs has about half of it. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What a parsed file may take. */
const MAX_PARSED_BYTES = 224 * 1024 * 1024;
/** What V8 takes for an object or an array whose keys are like no others, and for a value in it. */
const CONTAINER_BYTES = 128;
const VALUE_BYTES = 32;
/** And what it takes for a string that is not a key, in addition to its characters. */
const STRING_BYTES = 48;

/** Far deeper than anything that tidemark writes. */
const MAX_DEPTH = 100;

export interface Remedies {
  /** For what is not a regular file. */
  readonly where: string;
  /** For a file that is no JSON. */
  readonly damaged: string;
}

/** The text of a regular file, without a byte order mark. */
export function readBoundedText(path: string, { where }: Pick<Remedies, 'where'>): string {
  const file = open(path);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new UsageError(`${path} is not a regular file`, { hint: where });
    if (stats.size > MAX_BYTES) throw describeTooLarge(path);
    const bytes = read(path, file);
    // A file in /proc says that it is empty.
    if (bytes.length > MAX_BYTES) throw describeTooLarge(path);
    refuseUtf16(path, bytes);
    return bytes.toString('utf8').replace(/^\ufeff/, '');
  } finally {
    closeSync(file);
  }
}

/** Parses JSON that is neither too deep nor too large once it is parsed. `name` says where it is from. */
export function parseBoundedJson(
  name: string,
  text: string,
  { damaged }: Pick<Remedies, 'damaged'>,
): unknown {
  refuseCostly(name, text);
  if (text.trim() === '')
    throw new UsageError(`${name} is empty: it was not written to its end`, { hint: damaged });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name} is not valid JSON${findPlace(error)}`, { hint: damaged });
  }
}

/** What the parser says can quote the file, which may be one that the user did not mean to show. */
function findPlace(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message === 'Unexpected end of JSON input') return ': it ends too early';
  // Behind the quotation, if there is one.
  const [place] = / at position \d+(?: \(line \d+ column \d+\))?$/.exec(message) ?? [''];
  return place;
}

/** The same for a file with a value in each line; a last line without an end was cut off, and is left out. */
export function parseBoundedLines(
  path: string,
  text: string,
  { damaged }: Pick<Remedies, 'damaged'>,
): unknown[] {
  refuseCostly(path, text);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => parseBoundedJson(`line ${index + 1} of ${path}`, line, { damaged }));
}

/** Opening a pipe that has no writer would block. */
function open(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw describeUnreadable(path, error);
  }
}

/** The kernel refuses to read some files that it lets anyone open, and a disk can be broken. */
function read(path: string, file: number): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw describeUnreadable(path, error);
  }
}

const describeUnreadable = (path: string, error: unknown): UsageError =>
  new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
    hint: 'check its permissions',
    cause: error,
  });

const describeTooLarge = (path: string): UsageError =>
  new UsageError(`${path} is larger than ${MAX_BYTES / 1024 ** 2} MiB`, {
    hint: 'it is not a report, or has too many runs: measure fewer cases at a time',
  });

/** PowerShell 5 writes it where `>` is used. */
function refuseUtf16(path: string, bytes: Buffer): void {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!isUtf16) return;
  throw new UsageError(`${path} is UTF-16, as PowerShell writes it`, {
    hint: 'give the report.json in the folder of results, or write it with --reporter json=FILE',
  });
}

/** Looks at the brackets and commas outside of strings; that the rest is JSON is for the parser to say. */
function refuseCostly(name: string, text: string): void {
  const hint = 'tidemark did not write it: use another report';
  let [depth, containers, values, strings] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = findEndOfString(text, at);
        if (text.charCodeAt(at + 1) !== COLON) strings += 1;
        break;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        containers += 1;
        depth += 1;
        if (depth > MAX_DEPTH)
          throw new UsageError(`${name} is nested more than ${MAX_DEPTH} levels deep`, { hint });
        break;
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        break;
      default:
    }
  }
  const bytes = text.length + containers * CONTAINER_BYTES + values * VALUE_BYTES + strings * STRING_BYTES;
  if (bytes > MAX_PARSED_BYTES) throw new UsageError(`${name} has too many values: ${values}`, { hint });
}

/** The index of the quote that ends the string which begins at `start`; that of the last character if none does. */
function findEndOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
