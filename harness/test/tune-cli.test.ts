/** `tune`, from its arguments to its answer, with real children. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import type { TuningReport } from '../tune/tuning-report.ts';
import { CommandLine } from './command-line.ts';
import { fixturePath } from './fixtures/support/run-fixture.ts';

const commandLine = new CommandLine('tune');
afterAll(() => commandLine.remove());

const SCENARIO = fixturePath(join('..', 'fixtures-cli', 'takes-batches'));
const tune = (...words: string[]) =>
  commandLine.run(['tune', '--scenario', SCENARIO, '--param', 'volume=128KiB', ...words]);

test('a sink that takes batches needs a larger highWaterMark than the default, which is the answer', async () => {
  const root = commandLine.makeResultsRoot();
  const { code, stdout, stderr } = await tune(
    '--max-time',
    '3s',
    '--json',
    '--results',
    root,
    '--reporter',
    'markdown=answer.md',
  );
  expect({ code, stderr }).toMatchObject({ code: EXIT.pass });
  const report: TuningReport = JSON.parse(stdout);
  // Sixty-four batches at 2 KiB, eight at 16 KiB, which is an eighth of the volume.
  expect(report).toMatchObject({
    ...{ scenario: 'takes-batches', parameter: 'highWaterMark', kind: 'bytes', within: 0.05 },
    ...{ throughputUnit: 'bytesPerSecond', givenParameters: ['volume'], default: { value: 2048 } },
  });
  expect(report.chosen?.value).toBeGreaterThan(2048);
  expect(report.chosen?.value).toBeLessThanOrEqual(16 * 1024);
  expect(report.default?.state).toBe('too-slow');
  const stored = JSON.parse(readFileSync(join(root, report.id, 'report.json'), 'utf8'));
  expect(stored.request.command).toBe('tune');
  expect(stored.results.length).toBe(report.candidates.length);
  expect(readFileSync(join(commandLine.root, 'answer.md'), 'utf8')).toContain('**');
  expect(stderr).toMatch(/tuning highWaterMark: .*about 3 s/s);
});

test('the values that are given are compared, and the last line is the command that shows the answer', async () => {
  const { code, stdout } = await tune('--max-time', '1s', '--param', 'highWaterMark=2KiB,8KiB');
  expect(code).toBe(EXIT.pass);
  const lines = stdout.trimEnd().split('\n');
  expect(
    lines.filter((line) => /^ *\d+ KiB {2}/.test(line)).map((line) => line.trim().split(/\s{2,}/)[0]),
  ).toEqual(['2 KiB', '8 KiB']);
  expect(lines.at(-1)).toMatch(/^ {2}npx tidemark run --scenario \S+ .*'?highWaterMark=8KiB/);
});

test('a budget that nothing fits is a failure with the least that would do', async () => {
  const { code, stdout } = await tune('--max-time', '1s', '--budget', '100B');
  expect(code).toBe(EXIT.failed);
  expect(stdout).toMatch(/no highWaterMark fits in 100 B: \d+ KiB buffers \d/);
});

describe('a mistake is said before anything runs:', () => {
  test.concurrent.each([
    [['--parameter', 'highWatermark'], /has no parameter highWatermark\n {2}did you mean highWaterMark/],
    [['--within', '80%'], /--within 80% is not a share/],
    [['--budget', '1MiB', '--latency', '5ms'], /both limit what is buffered/],
    [['--param', 'chunkSize=1KiB,2KiB'], /--param chunkSize has several values/],
    [['--reporter', 'junit'], /tune has no reporter junit/],
  ])('%j', async (words, message) => {
    const { code, stderr } = await tune(...words);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(message);
  });
});
