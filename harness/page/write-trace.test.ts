import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { KiB, MiB, makeCase, makeReport, makeRun } from '../test/builders.ts';
import { makeDangerousReport } from '../test/dangerous-text.ts';
import { writeTrace } from './write-trace.ts';

const HEAD =
  'run,scenario,sinceStartMs,rssBytes,heapTotalBytes,heapUsedBytes,externalBytes,arrayBuffersBytes\n';

const RUN = makeRun({
  index: 3,
  kind: 'profile',
  durationMs: 100,
  parameters: { highWaterMark: 64 * KiB },
  collections: [{ atMs: 12.5, durationMs: 2, kind: 'major' }],
  timeline: {
    ...{ bucketMs: 50, rssBytes: [], heapUsedBytes: [], externalBytes: [], arrayBuffersBytes: [] },
    bufferedBytes: { sink: [null, 5] },
    drains: [0, 2],
    blocked: [{ fromMs: 20, toMs: 90 }],
  },
});

interface Event {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly args: Readonly<Record<string, unknown>>;
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-trace-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const path = (): string => join(folder, 'trace.json');
const readEvents = (): Event[] =>
  (JSON.parse(readFileSync(path(), 'utf8')) as { readonly traceEvents: Event[] }).traceEvents;

test('a run is a process, with a span for run(), its collections, and where it was blocked, in microseconds', () => {
  const report = makeReport({ results: [makeCase({ runs: [RUN] })] });
  expect(writeTrace(path(), report, folder)).toBeUndefined();
  const events = readEvents();
  expect(events.every(({ pid }) => pid === 3)).toBe(true);
  expect(events[0]).toMatchObject({ ph: 'M', args: { name: 'run 3, profile: ignore-drain' } });
  expect(events.filter(({ ph }) => ph === 'X').map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
    ['run()', 0, 100_000],
    ['blocked', 20_000, 70_000],
    ['major collection', 12_500, 2000],
  ]);
  expect(events.find(({ name }) => name === 'buffered: sink')).toMatchObject({
    ts: 50_000,
    args: { bytes: 5 },
  });
  expect(events.find(({ name }) => name === 'drain')).toMatchObject({ ts: 50_000, args: { drains: 2 } });
});

test('each sample of a run of the report is a counter, and rows that cannot be read are counted', () => {
  const rows = ['3,x,1.5,1,2,3,4,5', '9,x,1,1,1,1,1,1', '3,x,cut', '3,x,2,10,20,30,40,50'];
  writeFileSync(join(folder, 'samples.csv'), `${HEAD}${rows.join('\n')}\n`);
  const report = makeReport({ results: [makeCase({ runs: [RUN] })] });
  expect(writeTrace(path(), report, folder)).toBe(1);
  const counters = readEvents().filter(({ name }) => name === 'memory');
  expect(counters.map(({ ts, args }) => [ts, args])).toEqual([
    [1500, { RSS: 1, arrayBuffers: 5, heapUsed: 3, external: 4 }],
    [2000, { RSS: 10, arrayBuffers: 50, heapUsed: 30, external: 40 }],
  ]);
});

test('whatever a report says is a string of the JSON', () => {
  const hostile = '"}],"traceEvents":[{"name":"\u2028</script>';
  writeTrace(path(), makeDangerousReport(hostile), folder);
  expect(readEvents()[0]?.args.name).toContain(hostile);
});

test('a trace that cannot be written leaves nothing behind', () => {
  expect(() => writeTrace(join(folder, 'none', 'trace.json'), makeReport(), folder)).toThrow(/none/);
  expect(readdirSync(folder)).toEqual([]);
});

test('many samples are written in pieces, whole', () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => `3,x,${at},${MiB + at},2,3,4,5\n`).join('');
  writeFileSync(join(folder, 'samples.csv'), HEAD + rows);
  writeTrace(path(), makeReport({ results: [makeCase({ runs: [RUN] })] }), folder);
  const counters = readEvents().filter(({ name }) => name === 'memory');
  expect(counters).toHaveLength(20_000);
  expect(counters.at(-1)?.args.RSS).toBe(MiB + 19_999);
});
