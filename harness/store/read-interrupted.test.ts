/** The folder of an invocation can come from somewhere else: it is only resumed if everything in it is what tidemark wrote. */
import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { makeRun, REQUEST } from '../test/builders.ts';
import { listPlaces, replaceAt, strangeValue } from '../test/replace-at.ts';
import { readInterrupted } from './read-interrupted.ts';
import type { Invocation, JournalEntry } from './results-folder.ts';

const INVOCATION: Invocation = {
  id: '2026-01-02T03-04-05-abcd',
  startedAt: '2026-01-02T03:04:05.000Z',
  ...{ seed: 1, argv: ['--all'], request: REQUEST, nodePaths: [] },
};
const ENTRY: JournalEntry = { key: 'a', result: makeRun(), samplesBytes: 3, warnings: [], strays: 0 };

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
  mkdirSync(pathOf());
  write('invocation.json', JSON.stringify(INVOCATION));
  write('journal.ndjson', `${JSON.stringify(ENTRY)}\n`);
  write('samples.csv.part', 'run\n');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const pathOf = (...names: string[]): string => join(root, 'folder', ...names);
const write = (name: string, text: string): void => writeFileSync(pathOf(name), text);
const replace = (name: string, make: (path: string) => void): void => {
  rmSync(pathOf(name), { force: true });
  make(pathOf(name));
};

/** What is wrong with the folder; undefined if it can be resumed. Anything but a UsageError is thrown. */
function refusal(): string | undefined {
  try {
    readInterrupted(pathOf());
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message.replaceAll(root, '');
    throw error;
  }
}

test('what tidemark wrote is read', () => {
  mkdirSync(pathOf('output'));
  writeFileSync(pathOf('output', '0.txt'), 'printed');
  expect(readInterrupted(pathOf())).toEqual({ invocation: INVOCATION, finishedRuns: [ENTRY] });
});

describe('an invocation is refused', () => {
  test.each([
    ['null', null],
    ['an object without anything', {}],
    ['with an id that leads out of the folder', { ...INVOCATION, id: '../../x' }],
    ['with a seed that is not a number', { ...INVOCATION, seed: 'abc' }],
    ['with a negative seed', { ...INVOCATION, seed: -1.5 }],
    ['that began yesterday', { ...INVOCATION, startedAt: 'yesterday' }],
    ['with numbers for Nodes', { ...INVOCATION, nodePaths: [5] }],
    ['with a word for its request', { ...INVOCATION, request: 'run' }],
  ])('that is %s', (_name, value) => {
    write('invocation.json', JSON.stringify(value));
    expect(refusal()).toBe('/folder/invocation.json is damaged, or of another version of tidemark');
  });
});

test('an invocation of a disk that was full is refused: it is empty', () => {
  write('invocation.json', '');
  expect(refusal()).toBe('/folder/invocation.json is empty: it was not written to its end');
});

describe('a journal is refused', () => {
  test.each([
    ['null', null],
    ['without a result', { ...ENTRY, result: undefined }],
    ['with a number for an outcome', { ...ENTRY, result: { ...makeRun(), outcome: 5 } }],
    ['with a word for a duration', { ...ENTRY, result: { ...makeRun(), durationMs: 'abc' } }],
    ['with an index that no number holds', { ...ENTRY, result: { ...makeRun(), index: 1e300 } }],
    ['with the largest index that there is', { ...ENTRY, result: { ...makeRun(), index: 2 ** 53 - 1 } }],
    ['with fewer samples than none', { ...ENTRY, samplesBytes: -5 }],
    ['with a warning that does not exist', { ...ENTRY, warnings: ['constructor'] }],
  ])('with a line that is %s', (_name, value) => {
    write('journal.ndjson', `${JSON.stringify(ENTRY)}\n${JSON.stringify(value)}\n`);
    expect(refusal()).toBe('line 2 of /folder/journal.ndjson is damaged, or of another version of tidemark');
  });

  test('that has a GiB of zeros', () => {
    truncateSync(pathOf('journal.ndjson'), 1024 ** 3);
    expect(refusal()).toBe('/folder/journal.ndjson is larger than 64 MiB');
  });
});

const FILES = ['invocation.json', 'journal.ndjson', 'samples.csv.part', 'report.json.part'] as const;

describe.skipIf(process.platform === 'win32').each(FILES)('%s is refused', (name) => {
  test('as a link, so that no file elsewhere is read or written to', () => {
    writeFileSync(join(root, 'precious'), 'what somebody needs');
    replace(name, (path) => symlinkSync(join(root, 'precious'), path));
    expect(refusal()).toBe(`/folder/${name} is a link, which tidemark does not make there`);
    expect(readFileSync(join(root, 'precious'), 'utf8')).toBe('what somebody needs');
  });

  test('as another name of a file elsewhere', () => {
    writeFileSync(join(root, 'precious'), '');
    replace(name, (path) => linkSync(join(root, 'precious'), path));
    expect(refusal()).toContain('is a file with another name elsewhere');
  });

  test('as a pipe, a device or a folder, without waiting', () => {
    replace(name, (path) => execFileSync('mkfifo', [path]));
    expect(refusal()).toContain('is a pipe or a device');
    replace(name, (path) => symlinkSync('/dev/zero', path));
    expect(refusal()).toContain('is a link');
    replace(name, (path) => mkdirSync(path));
    expect(refusal()).toContain('is a folder');
  });
});

test.skipIf(process.platform === 'win32')(
  'the folder of outputs is refused as a link, and so is a link in it',
  () => {
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), pathOf('output'));
    expect(refusal()).toMatch(/^\/folder\/output.* is a link/);
    rmSync(pathOf('output'));
    mkdirSync(pathOf('output'));
    symlinkSync(join(root, 'elsewhere'), pathOf('output', '3.txt'));
    expect(refusal()).toMatch(/^\/folder\/output\/3\.txt is a link/);
  },
);

test('the folder of outputs is refused as a file, in which no output can be saved', () => {
  write('output', '');
  expect(refusal()).toBe('/folder/output is a file, which tidemark does not make there');
});

test('whatever is put in place of a value, the folder is read or refused', () => {
  const places = [
    ...listPlaces(INVOCATION).map((place) => ['invocation.json', INVOCATION, place] as const),
    ...listPlaces(ENTRY).map((place) => ['journal.ndjson', ENTRY, place] as const),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...places), strangeValue, ([name, data, place], replacement) => {
      write('invocation.json', JSON.stringify(INVOCATION));
      write(name, `${JSON.stringify(replaceAt(data, place, replacement))}\n`);
      refusal();
    }),
    { numRuns: 300 },
  );
});
