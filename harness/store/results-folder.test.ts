import {
  existsSync,
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
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ResultsError, UsageError } from '../errors.ts';
import { reportSchema } from '../report-schema.ts';
import { makeReading, makeReport, makeRun, REQUEST } from '../test/builders.ts';
import { readInterrupted } from './read-interrupted.ts';
import { type Invocation, ResultsFolder } from './results-folder.ts';

const INVOCATION: Invocation = {
  id: '2026-01-02T03-04-05-abcd',
  startedAt: '2026-01-02T03:04:05.000Z',
  seed: 1,
  argv: ['--all'],
  request: REQUEST,
  nodePaths: [],
};
const HEADER =
  'run,scenario,sinceStartMs,rssBytes,heapTotalBytes,heapUsedBytes,externalBytes,arrayBuffersBytes\n';
const READING = makeReading();

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const pathOf = (...names: string[]): string => join(root, INVOCATION.id, ...names);
/** Without the lock, whose name has the number of the process. */
const listFiles = (): string[] =>
  readdirSync(pathOf())
    .filter((name) => !name.startsWith('lock-'))
    .sort();
const read = (name: string): string => readFileSync(pathOf(name), 'utf8');
const create = (): ResultsFolder => ResultsFolder.create(root, INVOCATION);
const keep = (folder: ResultsFolder, key: string, index = 0): Promise<void> =>
  folder.addRun({ key, result: makeRun({ index }), warnings: [], strays: 0 });
const makeRow = (run: number): RegExp => new RegExp(`^${run},one,`, 'm');

async function addSamples(folder: ResultsFolder, run: number, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await folder.addSample(run, 'one', index, READING);
}

const resume = (): ResultsFolder =>
  ResultsFolder.reopen(pathOf(), () => readInterrupted(pathOf()).finishedRuns).folder;

/** The error that a promise is rejected with. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a results folder', () => {
  test('has no results until it is finished, and then all of them and no partial file', async () => {
    const folder = create();
    await addSamples(folder, 0, 3);
    await keep(folder, 'a');
    expect(listFiles()).toEqual(['invocation.json', 'journal.ndjson', 'samples.csv.part']);
    await folder.finish(makeReport());
    expect(listFiles()).toEqual([
      'invocation.json',
      'journal.ndjson',
      'labels.csv',
      'report.json',
      'runs.csv',
      'samples.csv',
    ]);
    expect(reportSchema.parse(JSON.parse(read('report.json')))).toEqual(makeReport());
    expect(read('runs.csv').split('\n')).toHaveLength(1 + makeReport().results.length + 1);
    expect(read('samples.csv').split('\n')).toHaveLength(1 + 3 + 1);
  });

  test('of an invocation without samples has a samples.csv with only the header', async () => {
    const folder = create();
    await keep(folder, 'a');
    await folder.finish(makeReport());
    expect(read('samples.csv')).toBe(HEADER);
  });

  test('of an interrupted invocation has the finished runs, and its samples are still partial', async () => {
    const folder = create();
    await addSamples(folder, 0, 1);
    await folder.finish(makeReport({ complete: false }));
    expect(listFiles()).toEqual([
      'invocation.json',
      'labels.csv',
      'report.json',
      'runs.csv',
      'samples.csv.part',
    ]);
  });

  test('stores each finished run at once, with the length of samples.csv', async () => {
    const folder = create();
    await addSamples(folder, 0, 1000);
    await keep(folder, 'a', 0);
    const samplesBytes = read('samples.csv.part').length;
    expect(readInterrupted(pathOf()).finishedRuns).toEqual([
      { key: 'a', result: makeRun({ index: 0 }), warnings: [], strays: 0, samplesBytes },
    ]);
    expect(read('samples.csv.part').split('\n')).toHaveLength(1 + 1000 + 1);
    await folder.finish(makeReport());
  });

  test('buffers no more samples in memory than the file accepts', async () => {
    const folder = create();
    for (let index = 0; index < 20_000; index += 1) await folder.addSample(0, 'one', index, READING);
    await keep(folder, 'a');
    expect(read('samples.csv.part').split('\n')).toHaveLength(1 + 20_000 + 1);
    await folder.finish(makeReport());
  });
});

test('a report that nobody could read is not written, and what was measured stays', async () => {
  const folder = create();
  await keep(folder, 'a');
  const finished = failureOf(folder.finish(makeReport({ seed: 0.5 })));
  expect(await finished).toBeInstanceOf(ResultsError);
  expect(String(await finished)).toContain('the report would not be valid: seed: ');
  expect(listFiles()).toEqual(['invocation.json', 'journal.ndjson', 'samples.csv.part']);
  expect(readInterrupted(pathOf()).finishedRuns.map(({ key }) => key)).toEqual(['a']);
});

describe('an interrupted invocation', () => {
  test('is read with its request', async () => {
    await create().finish(makeReport({ complete: false }));
    expect(readInterrupted(pathOf()).invocation).toEqual(INVOCATION);
  });

  test('is resumed after the last finished run: samples of an unfinished run are dropped', async () => {
    const first = create();
    await addSamples(first, 0, 2);
    await keep(first, 'a', 0);
    const keptSamples = read('samples.csv.part');
    await addSamples(first, 1, 5);
    await first.finish(makeReport({ complete: false }));
    expect(read('samples.csv.part')).toMatch(makeRow(1));

    const second = resume();
    await addSamples(second, 2, 1);
    await keep(second, 'b', 2);
    await second.finish(makeReport());
    const samples = read('samples.csv');
    expect(samples.startsWith(keptSamples)).toBe(true);
    expect(samples.slice(keptSamples.length)).toMatch(/^2,one,0,.*\n$/);
    expect(samples).not.toMatch(makeRow(1));
    expect(samples.split(HEADER)).toHaveLength(2);
  });

  test('starts samples.csv again if no finished run had samples', async () => {
    const first = create();
    await keep(first, 'a', 0);
    await addSamples(first, 1, 5);
    await first.finish(makeReport({ complete: false }));
    const second = resume();
    await addSamples(second, 2, 1);
    await second.finish(makeReport());
    expect(read('samples.csv')).toMatch(/^run,.*\n2,one,.*\n$/);
  });

  test('that was cut off while writing its journal has the runs before, and can be interrupted again', async () => {
    const first = create();
    await keep(first, 'a', 0);
    await first.finish(makeReport({ complete: false }));
    writeFileSync(pathOf('journal.ndjson'), '{"key":"cut","res', { flag: 'a' });
    expect(readInterrupted(pathOf()).finishedRuns.map(({ key }) => key)).toEqual(['a']);

    const second = resume();
    await keep(second, 'b', 1);
    await second.finish(makeReport({ complete: false }));
    expect(readInterrupted(pathOf()).finishedRuns.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  test('that lost samples of a finished run repeats that run', async () => {
    const first = create();
    await addSamples(first, 0, 2);
    await keep(first, 'a', 0);
    await addSamples(first, 1, 2);
    await keep(first, 'b', 1);
    await first.finish(makeReport({ complete: false }));
    writeFileSync(pathOf('samples.csv.part'), read('samples.csv.part').slice(0, -1));
    expect(readInterrupted(pathOf()).finishedRuns.map(({ key }) => key)).toEqual(['a']);
  });

  test('cannot be resumed once it is complete', async () => {
    await create().finish(makeReport());
    expect(() => readInterrupted(pathOf())).toThrow(UsageError);
    expect(() => readInterrupted(pathOf())).toThrow('is complete');
  });

  test('is not found in another folder', () => {
    expect(() => readInterrupted(root)).toThrow(UsageError);
    expect(() => readInterrupted(root)).toThrow('no invocation to resume');
  });

  test.each(['invocation.json', 'journal.ndjson'])('whose %s is damaged is refused', async (name) => {
    await create().finish(makeReport({ complete: false }));
    writeFileSync(pathOf(name), '{"id":\n');
    expect(() => readInterrupted(pathOf())).toThrow(UsageError);
    expect(() => readInterrupted(pathOf())).toThrow(`${name} is not valid JSON`);
  });
});

test('the two sides each have a folder in that of their invocation, and each is complete by itself', async () => {
  const [a, b] = (['a', 'b'] as const).map((side) => ResultsFolder.create(root, INVOCATION, side));
  await a?.finish(makeReport());
  expect(listFiles()).toEqual(['a', 'b']);
  expect([a?.path, b?.path]).toEqual([pathOf('a'), pathOf('b')]);
  expect(existsSync(pathOf('a', 'samples.csv'))).toBe(true);
  expect(existsSync(pathOf('b', 'samples.csv'))).toBe(false);
  await b?.finish(makeReport());
  expect(readdirSync(pathOf('b'))).toContain('samples.csv');
  expect(() => ResultsFolder.create(root, INVOCATION, 'a')).toThrow(ResultsError);
});

describe('a results folder that cannot be written', () => {
  test('is reported if a file is in the way', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    expect(() => ResultsFolder.create(file, INVOCATION)).toThrow(ResultsError);
    expect(() => ResultsFolder.create(join(file, 'below'), INVOCATION)).toThrow(
      /could not be written to .*file/,
    );
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'is reported if permissions are missing',
    () => {
      mkdirSync(root, { mode: 0o500 });
      expect(() => create()).toThrow(ResultsError);
    },
  );

  test('is reported if results of the same id exist: they are not overwritten', async () => {
    await create().finish(makeReport());
    expect(() => create()).toThrow(ResultsError);
    expect(existsSync(pathOf('report.json'))).toBe(true);
  });

  test('is not left behind if not even what is measured can be stored in it', () => {
    const unstorable = { ...INVOCATION, seed: 1n } as unknown as Invocation;
    expect(() => ResultsFolder.create(root, unstorable)).toThrow(ResultsError);
    expect(readdirSync(root)).toEqual([]);
  });

  test('is reported if a folder is in the way of a file', async () => {
    const folder = create();
    mkdirSync(pathOf(`report.json.${process.pid}.part`));
    expect(await failureOf(folder.finish(makeReport()))).toBeInstanceOf(ResultsError);
    // The finished runs are not lost: the invocation can be resumed once the folder is gone.
    rmSync(pathOf(`report.json.${process.pid}.part`), { recursive: true });
    expect(readInterrupted(pathOf()).invocation).toEqual(INVOCATION);
  });

  test.skipIf(!existsSync('/dev/full'))(
    'is reported by the next run if the disk is full, and nothing waits forever',
    async () => {
      await create().finish(makeReport({ complete: false }));
      rmSync(pathOf('samples.csv.part'));
      symlinkSync('/dev/full', pathOf('samples.csv.part'));
      const { folder } = ResultsFolder.reopen(pathOf(), () => []);
      // More than fits into all buffers between here and the file.
      await addSamples(folder, 0, 20_000);
      const failure = await failureOf(keep(folder, 'a'));
      expect(failure).toBeInstanceOf(ResultsError);
      expect((failure as Error).message).toMatch(/ENOSPC/);
      expect(await failureOf(folder.finish(makeReport()))).toBeInstanceOf(ResultsError);
      expect(existsSync(pathOf('samples.csv'))).toBe(false);
    },
  );
});
