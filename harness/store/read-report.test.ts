import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { makeReport } from '../test/builders.ts';
import { findSides, readReport } from './read-report.ts';

const REPORT = makeReport();
let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-read-'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const write = (name: string, content: string): string => {
  const path = join(root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

const refusalOf = (named: string): { message: string; hint: string | undefined } => {
  try {
    readReport(named, root);
  } catch (error) {
    if (error instanceof UsageError) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error(`${named} was read`);
};

describe('a report', () => {
  test('is read by its path, by its folder and by its id', () => {
    const path = write('one/report.json', JSON.stringify(REPORT));
    for (const named of [path, join(root, 'one'), 'one']) expect(readReport(named, root)).toEqual(REPORT);
  });

  test.skipIf(process.platform === 'win32')('is not read through a link that the user has not named', () => {
    const path = write('linked/precious.json', JSON.stringify(REPORT));
    const link = (name: string): string => {
      mkdirSync(join(root, name, '..'), { recursive: true });
      symlinkSync(path, join(root, name));
      return join(root, name);
    };
    link('linked/report.json');
    expect(refusalOf('linked').message).toMatch(
      /report\.json is a link, which tidemark does not make there$/,
    );
    expect(refusalOf(link('baselines/one.json')).message).toContain('one.json is a link');
    write('sides/b/report.json', JSON.stringify(REPORT));
    link('sides/a/report.json');
    expect(() => findSides('sides', root)).toThrow('report.json is a link');
    expect(readReport(link('linked/named.json'), root)).toEqual(REPORT);
  });

  test('of each side is found in the folder of the A/B comparison', () => {
    for (const side of ['a', 'b']) write(`two/${side}/report.json`, JSON.stringify(REPORT));
    const sides = findSides('two', root);
    expect(sides).toEqual({
      a: join(root, 'two/a/report.json'),
      b: join(root, 'two/b/report.json'),
    });
    expect(refusalOf('two').hint).toContain('it contains two');
  });

  test.each([
    ['is empty', '', 'is empty', 'measure again'],
    ['was cut off', JSON.stringify(REPORT).slice(0, 500), 'is not valid JSON', 'it was truncated'],
    [
      'is of a newer tidemark',
      JSON.stringify({ ...REPORT, schemaVersion: 99 }),
      'has schema version 99',
      'update',
    ],
    [
      'is of an older tidemark',
      JSON.stringify({ ...REPORT, schemaVersion: 0 }),
      'version 0',
      'measure again',
    ],
    ['is not a report', '{"name":"tidemark"}', 'is not a tidemark report', 'give the path'],
    ['is not an object', 'null', 'is not a tidemark report', 'give the path'],
    ['lacks a field', JSON.stringify({ ...REPORT, seed: undefined }), 'seed: ', 'changed by hand'],
    [
      'has figures that are not numbers',
      JSON.stringify({ ...REPORT, seed: 1 }).replace('"wallMs":100', '"wallMs":1e999'),
      'results.0.runs.0.wallMs: ',
      'changed by hand',
    ],
  ])('that %s is refused, with a hint', (name, content, message, hint) => {
    const refusal = refusalOf(write(`wrong/${name.replaceAll(' ', '-')}.json`, content));
    expect(refusal.message).toContain(message);
    expect(refusal.hint).toContain(hint);
  });

  test('whose page is given in its place is refused, and named', () => {
    write('shown/report.json', JSON.stringify(REPORT));
    const refusal = refusalOf(write('shown/report.html', '<!doctype html>'));
    expect(refusal.message).toBe(`${join(root, 'shown/report.html')} is a page, not a report`);
    expect(refusal.hint).toBe(`give ${join(root, 'shown/report.json')}`);
    expect(refusalOf(write('alone.html', '')).hint).toBe('give the report that it was made from');
  });

  test('that does not exist is refused', () => {
    expect(refusalOf('nowhere').message).toBe('report not found: nowhere');
    expect(refusalOf(join(root, 'no/where.json')).message).toContain('report not found');
    mkdirSync(join(root, 'bare'));
    expect(refusalOf(join(root, 'bare')).message).toContain('no report.json in');
  });

  test('that is of the doctor is refused, and its page is named', () => {
    const path = write('doctor-found/doctor.json', '{}');
    const refusal = refusalOf(dirname(path));
    expect(refusal.message).toContain('no report.json in');
    expect(refusal.hint).toContain(join(dirname(path), 'report.html'));
    expect(refusal.hint).not.toContain('interrupted');
  });

  test('that is too large is refused before it is read', () => {
    const path = write('large.json', '');
    const file = openSync(path, 'r+');
    ftruncateSync(file, 64 * 1024 * 1024 + 1);
    closeSync(file);
    expect(refusalOf(path).message).toContain('is larger than 64 MiB');
  });

  test.skipIf(process.platform === 'win32')('that is a pipe is refused without waiting for it', () => {
    const path = join(root, 'pipe.json');
    execFileSync('mkfifo', [path]);
    expect(refusalOf(path).message).toContain('is not a regular file');
  });
});
