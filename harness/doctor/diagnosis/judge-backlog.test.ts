import { describe, expect, test } from 'vitest';
import type { FillSnapshot, GrowthPoint, SiteSnapshot } from '../snapshot.ts';
import { diagnose } from './diagnose.ts';
import { growthSlope } from './growth-slope.ts';
import { judgeBacklog } from './judge-backlog.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** All that comes in stays, from nothing to `bytes`. */
const rising = (bytes: number): GrowthPoint[] =>
  [0, 0.25, 0.5, 0.75, 1].map((share) => ({
    atMs: share * 100,
    bytesIn: share * bytes,
    bufferedBytes: share * bytes,
    bufferedChunks: 0,
  }));

/** 10 MiB of rows that are written over many turns, without anybody who waits. */
const FLOOD: FillSnapshot = {
  peakBytes: 10 * MIB,
  peakChunks: 0,
  afterFalse: 10_000,
  streams: 1,
  turns: 30,
  isDrainAwaited: false,
  wasWrittenWhileAwaited: false,
  bytesInAtEnd: 10 * MIB,
  points: rising(10 * MIB),
};

function site(fill: Partial<FillSnapshot> = {}, rest: Partial<SiteSnapshot> = {}): SiteSnapshot {
  const largestFill = { ...FLOOD, ...fill };
  return {
    method: 'write',
    frames: [{ file: '/app/export.js', line: 3, column: 8 }],
    isDirect: true,
    streamClass: 'WriteStream',
    streams: 1,
    highWaterMarkBytes: 16 * KIB,
    afterFalse: largestFill.afterFalse,
    drains: 0,
    bytesIn: largestFill.bytesInAtEnd,
    peakBufferedBytes: largestFill.peakBytes,
    peakBufferedChunks: largestFill.peakChunks,
    bufferedBytes: 0,
    bufferedChunks: 0,
    fullForMs: 0,
    filled: { times: 1, peaks: [largestFill.peakBytes] },
    largestFill,
    points: largestFill.points,
    ...rest,
  };
}

function ofObjects(fill: Partial<FillSnapshot>): SiteSnapshot {
  const { highWaterMarkBytes: _none, ...rest } = site(fill);
  return rest;
}

const inOneTurn = (bytes: number, rest: Partial<FillSnapshot> = {}): Partial<FillSnapshot> => ({
  turns: 1,
  peakBytes: bytes,
  bytesInAtEnd: bytes,
  points: rising(bytes),
  ...rest,
});

describe('an alarm is', () => {
  test.each([
    ['a flood over many turns', site()],
    ['a flood in one turn', site(inOneTurn(10 * MIB))],
    ['a slow one, at 8 highWaterMarks', site({ peakBytes: 130 * KIB, points: [], afterFalse: 200 })],
    [
      'a small one that does not end, at 2 highWaterMarks',
      site({ peakBytes: 128 * KIB, points: [], afterFalse: 200 }, { highWaterMarkBytes: 64 * KIB }),
    ],
    [
      'a flood by a helper that waits and that nobody awaits',
      site({ isDrainAwaited: true, wasWrittenWhileAwaited: true }),
    ],
    [
      'ten large exports at once, each written in one turn and ended',
      site(inOneTurn(10 * MIB, { streams: 10 }), { streams: 60, isMostlyEnded: true }),
    ],
    ['more than anybody reads of a terminal', site(inOneTurn(4 * MIB), { isStandardOutput: true })],
    ['4096 objects in one turn', ofObjects({ turns: 1, peakBytes: 0, peakChunks: 4096 })],
    [
      'a little more over 4 highWaterMarks in each of 200 streams',
      site({ peakBytes: 200 * 65 * KIB, streams: 200, afterFalse: 4000 }, { streams: 200 }),
    ],
    [
      'the same for each of five clients, each with a response of its own',
      site(inOneTurn(3 * MIB), { streams: 5, filled: { times: 5, peaks: Array(5).fill(3 * MIB) } }),
    ],
    [
      'one that comes after many small ones',
      site({}, { filled: { times: 60, peaks: Array(60).fill(64 * KIB) } }),
    ],
  ] satisfies [string, SiteSnapshot][])('%s', (_name, guilty) => {
    expect(judgeBacklog(guilty)).toBe('alarm');
  });

  test('what is never full, because its highWaterMark counts the wrong thing', () => {
    const never = { afterFalse: 0, peakChunks: 400, streams: 0 };
    expect(judgeBacklog(site(never, { countsChunksAsBytes: true }))).toBe('alarm');
    expect(judgeBacklog(site(never))).toBe('note');
  });

  test('the sum of many streams none of which is ever full', () => {
    const fill = { peakBytes: 300 * KIB, afterFalse: 0, streams: 0, points: [] };
    const never = {
      streams: 20,
      filled: { times: 0, peaks: [] },
      ofOrigins: { peak: { bytes: 6 * MIB, chunks: 0 }, bytes: 0 },
    };
    expect(judgeBacklog(site(fill, never))).toBe('alarm');
    expect(judgeBacklog(site({ ...fill, streams: 20 }, never))).toBeUndefined();
    expect(judgeBacklog(site(fill, { ...never, method: 'end' }))).toBe('note');
  });
});

describe('a note is', () => {
  test.each([
    ['a page of rows, after which drain is awaited', site(inOneTurn(3 * MIB, { isDrainAwaited: true }))],
    [
      'a page of rows, which is awaited by its callbacks, many times',
      site(inOneTurn(2 * MIB), pages(2 * MIB)),
    ],
    ['three large writes', site({ afterFalse: 2 })],
    ['one large end()', site({ afterFalse: 0 }, { method: 'end' })],
    ['twelve writers, each of which waits', site({ afterFalse: 11, peakBytes: 768 * KIB })],
    [
      'sixty streams with two writes after false each',
      site({ afterFalse: 120, streams: 60, peakBytes: 16 * MIB }, { streams: 60 }),
    ],
    ['a few hundred KiB in one turn', site(inOneTurn(500 * KIB))],
    [
      'ten pages at once, each written in one turn and ended',
      site(inOneTurn(6 * MIB, { streams: 10 }), { streams: 60, isMostlyEnded: true }),
    ],
    ['the lines of one chunk', site(inOneTurn(MIB), { method: 'push' })],
    ['2000 objects in one turn', ofObjects({ turns: 1, peakBytes: 0, peakChunks: 2000 })],
  ] satisfies [string, SiteSnapshot][])('%s', (_name, innocent) => {
    expect(judgeBacklog(innocent)).toBe('note');
  });

  const level = (bytes: number): SiteSnapshot => {
    const points = rising(bytes).concat(
      [2, 10, 20, 50].map((times) => ({
        atMs: times * 1000,
        bytesIn: times * bytes,
        bufferedBytes: bytes,
        bufferedChunks: 0,
      })),
    );
    return site({ peakBytes: bytes, bytesInAtEnd: 50 * bytes, points });
  };

  test('a number of writes under way that is reached at once and never exceeded', () => {
    expect(judgeBacklog(level(400 * KIB))).toBe('note');
    expect(judgeBacklog(level(31 * MIB))).toBe('note');
    expect(judgeBacklog(level(32 * MIB))).toBe('alarm');
  });
});

test('less than 64 KiB, and less than 256 chunks, is not worth a word', () => {
  expect(judgeBacklog(site({ peakBytes: 63 * KIB, peakChunks: 255 }))).toBeUndefined();
});

test('many Minipasses that were ended each have a message, and those that were not grow with what is written', () => {
  // 100 bodies of 700 KiB, of which nobody reads one before it has ended.
  const bodies: Partial<FillSnapshot> = { streams: 100, peakBytes: 100 * 700 * KIB };
  const { highWaterMarkBytes: _none, ...ended } = site(bodies, { isMostlyEnded: true });
  expect(judgeBacklog(ended)).toBe('note');
  expect(judgeBacklog({ ...ended, isMostlyEnded: false })).toBe('alarm');
  expect(judgeBacklog({ ...ended, highWaterMarkBytes: 16 * KIB })).toBe('alarm');
  const { highWaterMarkBytes: _nor, ...one } = site({}, { isMostlyEnded: true });
  expect(judgeBacklog(one)).toBe('alarm');
});

test('many streams that were ended may each have some times its highWaterMark, and not four times', () => {
  const filled = (times: number) =>
    site({ streams: 20, afterFalse: 2000, peakBytes: times * 20 * 16 * KIB }, { isMostlyEnded: true });
  expect([3, 5].map((times) => judgeBacklog(filled(times)))).toEqual(['note', 'alarm']);
});

test('a large response, and what a command prints, are not worth a word', () => {
  expect(judgeBacklog(site({ afterFalse: 0, peakBytes: 3 * MIB }, { method: 'end' }))).toBeUndefined();
  expect(judgeBacklog(site(inOneTurn(3 * MIB), { isStandardOutput: true }))).toBeUndefined();
});

test('a body is written after its head, and perhaps a last part after it: up to 4 MiB each time is not worth a word', () => {
  const body = (fill: Partial<FillSnapshot>, rest: Partial<SiteSnapshot> = {}) =>
    judgeBacklog(site(inOneTurn(3 * MIB, { afterFalse: 2, ...fill }), rest));
  expect(body({})).toBeUndefined();
  expect(body({ afterFalse: 3 })).toBe('note');
  expect(body({ peakBytes: 4 * MIB })).toBe('note');
  // 60 responses over 4 connections that are kept alive.
  expect(body({ afterFalse: 8, streams: 4 }, { afterFalse: 120, streams: 4, drains: 56 })).toBeUndefined();
  expect(body({ afterFalse: 8, streams: 4 }, { afterFalse: 121, streams: 4, drains: 56 })).toBe('note');
  const toManyClients = (peakBytes: number) =>
    body({ afterFalse: 40, streams: 40, peakBytes }, { streams: 40 });
  expect([15 * MIB, 16 * MIB].map(toManyClients)).toEqual([undefined, 'note']);
});

test('a pipe is not blamed: it waits', () => {
  expect(judgeBacklog(site({}, { frames: [] }))).toBeUndefined();
});

test('of all streams that a line fills the one that it called itself is named', () => {
  const response = site({}, { streamClass: 'ServerResponse' });
  const connection = site({ peakBytes: 11 * MIB }, { streamClass: 'Socket', isDirect: false });
  for (const sites of [
    [response, connection],
    [connection, response],
  ])
    expect(diagnose([{ ...THREAD, sites }])).toMatchObject([
      { level: 'alarm', streamClass: 'ServerResponse', site: { line: 3 }, growth: { slope: 1 } },
    ]);
});

test('the end() of a flooded response is not named for what it hands to the connection', () => {
  const flood = site({}, { streamClass: 'ServerResponse' });
  const end = (parts: Partial<SiteSnapshot>): SiteSnapshot => ({
    ...site(inOneTurn(10 * MIB, { afterFalse: 1 })),
    ...{ frames: [{ file: '/app/export.js', line: 9, column: 3 }], streamClass: 'Socket', isDirect: false },
    ...parts,
  });
  const linesOf = (...sites: readonly SiteSnapshot[]) =>
    diagnose([{ ...THREAD, sites }]).map((finding) => finding.site?.line);
  expect(linesOf(flood, end({}))).toEqual([3]);
  expect(linesOf(end({}))).toEqual([9]);
  const other = { afterFalse: 0, countsChunksAsBytes: true, peakBufferedChunks: 400 };
  expect(linesOf(flood, end(other))).toEqual([3, 9]);
  expect(linesOf(flood, end({ peakBufferedBytes: 20 * MIB }))).toEqual([3, 9]);
  expect(linesOf(flood, end({ isDirect: true }))).toEqual([3, 9]);
});

test('where a package writes later, the line that created its streams is named once, with the worst of them', () => {
  const inPackage = (line: number) => [{ file: '/app/node_modules/zip/index.js', line, column: 1 }];
  const created = [
    { file: '/app/node_modules/zip/index.js', line: 1, column: 1 },
    { file: '/app/export.js', line: 7, column: 13 },
  ];
  const sites = [
    site({ afterFalse: 0, peakBytes: 20 * MIB }, { frames: inPackage(20), created }),
    site({}, { frames: inPackage(30), created }),
  ];
  expect(diagnose([{ ...THREAD, sites }])).toMatchObject([
    { level: 'alarm', site: { file: '/app/export.js', line: 7 }, through: ['zip'] },
  ]);
  const [byPackage] = diagnose([{ ...THREAD, sites: [site({}, { frames: inPackage(30) })] }]);
  expect(byPackage?.site?.file).toBe('/app/node_modules/zip/index.js');
});

test('what is missing is said of the call', () => {
  const missing = (one: SiteSnapshot): string | undefined =>
    diagnose([{ ...THREAD, sites: [one] }])[0]?.missing;
  expect(missing(site())).toBe("no 'drain' was awaited after write() returned false");
  expect(missing(site({ afterFalse: 0 }))).toContain('a pipeline would pass it on in parts');
  expect(missing(site({}, { streamClass: 'TransformStream' }))).toContain('writer.ready');
  expect(missing(site({}, { method: 'clone', streamClass: 'ReadableStream' }))).toContain('the other body');
});

test('the slope is that of the line through the points, and unknown of two', () => {
  const at = (bytesIn: number, bufferedBytes: number): GrowthPoint => ({
    atMs: 0,
    bytesIn,
    bufferedBytes,
    bufferedChunks: 0,
  });
  // Means 20 and 20/3: ((-10 × -20/3) + (10 × 10/3)) / 200 = 100 / 200.
  expect(growthSlope([at(10, 0), at(20, 10), at(30, 10)])).toBeCloseTo(0.5);
  expect(growthSlope([at(0, 0), at(10, 10)])).toBeUndefined();
  expect(growthSlope([at(5, 1), at(5, 2), at(5, 3)])).toBeUndefined();
});

/** Ten times the same page on one stream. */
function pages(bytes: number): Partial<SiteSnapshot> {
  return { filled: { times: 10, peaks: Array(10).fill(bytes) } };
}

const READING = {
  atMs: 0,
  rssBytes: 0,
  heapUsedBytes: 0,
  externalBytes: 0,
  arrayBuffersBytes: 0,
  liveArrayBuffersBytes: 0,
  bufferedBytes: 0,
};

const THREAD = {
  pid: 1,
  parentPid: 0,
  thread: 0,
  argv: [],
  nodeVersion: 'v24.0.0',
  sequence: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  uptimeMs: 100,
  isFinal: true,
  memory: { now: READING, peak: READING },
  opened: [],
  notCovered: [],
};
