import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ResultsError } from '../errors.ts';
import { SavedOutput } from './saved-output.ts';

const KiB = 1024;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a run that prints nothing has no file and no folder', () => {
  expect(new SavedOutput(join(folder, 'output/1.txt')).finish()).toBeUndefined();
  expect(existsSync(join(folder, 'output'))).toBe(false);
});

test('a run that prints nothing removes the file of an interrupted run with its number', () => {
  new SavedOutput(join(folder, 'output/1.txt')).add(Buffer.from('interrupted'));
  expect(new SavedOutput(join(folder, 'output/1.txt')).finish()).toBeUndefined();
  expect(existsSync(join(folder, 'output/1.txt'))).toBe(false);
});

test('output after the end of a run is not saved', () => {
  const output = new SavedOutput(join(folder, 'output/1.txt'));
  output.add(Buffer.from('one'));
  expect(output.finish()).toMatchObject({ bytes: 3 });
  output.add(Buffer.from('two'));
  expect(readFileSync(join(folder, 'output/1.txt'), 'utf8')).toBe('one');
});

test('what a run prints is saved unchanged, control characters included', () => {
  const output = new SavedOutput(join(folder, 'output/1.txt'));
  output.add(Buffer.from('one\n\n'));
  output.add(Buffer.from([0x1b, 0xff, 0x0a]));
  output.add(Buffer.from('two'));
  expect(output.finish()).toMatchObject({ bytes: 11, file: 'output/1.txt', isCut: false });
  expect(readFileSync(join(folder, 'output/1.txt'))).toEqual(
    Buffer.concat([Buffer.from('one\n\n'), Buffer.from([0x1b, 0xff, 0x0a]), Buffer.from('two')]),
  );
});

test('its last lines are in the result of the run: at most ten, each truncated', () => {
  const output = new SavedOutput(join(folder, 'output/2.txt'));
  for (let line = 1; line <= 20; line += 1) output.add(Buffer.from(`line ${line}\n\n`));
  output.add(Buffer.from('x'.repeat(1000)));
  const { lastLines = [] } = output.finish() ?? {};
  expect(lastLines).toHaveLength(10);
  expect(lastLines[0]).toBe('line 12');
  expect(lastLines.at(-1)).toBe('x'.repeat(300));
});

test('of a large output the first 512 KiB and the last 64 KiB are saved, and the file says how much is missing', () => {
  const output = new SavedOutput(join(folder, 'output/3.txt'));
  output.add(Buffer.from(`start${'-'.repeat(1000 * KiB)}`));
  for (let count = 0; count < 100; count += 1) output.add(Buffer.alloc(100 * KiB, 0x2e));
  output.add(Buffer.from('the end'));
  const total = 5 + 1000 * KiB + 100 * 100 * KiB + 7;
  expect(output.finish()).toMatchObject({ bytes: total, isCut: true });
  const saved = readFileSync(join(folder, 'output/3.txt'), 'utf8');
  expect(saved.startsWith('start---')).toBe(true);
  expect(saved.endsWith('...the end')).toBe(true);
  expect(saved).toContain(`\n… ${total - 512 * KiB - 64 * KiB} bytes are not saved …\n`);
  expect(saved.length).toBeLessThan(580 * KiB);
});

test.each([512 * KiB, 512 * KiB + 1, 576 * KiB])('%d bytes are saved whole', (bytes) => {
  const output = new SavedOutput(join(folder, 'output/4.txt'));
  const printed = Buffer.from(Array.from({ length: bytes }, (_, index) => index % 251));
  for (let at = 0; at < bytes; at += 7000) output.add(printed.subarray(at, at + 7000));
  expect(output.finish()).toMatchObject({ bytes, isCut: false });
  expect(readFileSync(join(folder, 'output/4.txt')).equals(printed)).toBe(true);
});

test('output that cannot be saved is an error of the results, not of the run', () => {
  writeFileSync(join(folder, 'output'), 'a file in the way');
  const output = new SavedOutput(join(folder, 'output/5.txt'));
  output.add(Buffer.from('lost'));
  expect(() => output.finish()).toThrow(ResultsError);
});
