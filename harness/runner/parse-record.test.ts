import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { MAX_RECORD_LENGTH, type RunRecord } from '../protocol.ts';
import { parseRecord, readRecords } from './parse-record.ts';

const READING = { rssBytes: 5, heapTotalBytes: 4, heapUsedBytes: 3, externalBytes: 2, arrayBuffersBytes: 1 };
const SINK = {
  peakBufferedBytes: 65_536,
  writesAfterFalse: 0,
  pushesAfterFalse: 0,
  drains: 3,
  backpressureMs: 1.5,
  bytesIn: 100,
  bytesOut: 90,
};
const COUNTERS = {
  byLabel: { sink: SINK },
  peakBufferedBytes: 65_536,
  bytesDelivered: 90,
  recorded: { answer: -42 },
};
const NOTHING = { count: 0, ms: 0 };
const FINAL: RunRecord = {
  seq: 7,
  type: 'final',
  figures: {
    durationMs: 12.5,
    cpuUserMs: 10,
    cpuSystemMs: 1,
    counters: COUNTERS,
    peakRss: { bytes: 6, source: 'VmHWM' },
    memory: { start: READING, end: READING, retained: READING },
    rounds: [READING],
    gc: { minor: { count: 2, ms: 0.5 }, major: NOTHING, incremental: NOTHING, weakCallbacks: NOTHING },
    eventLoop: { maxDelayMs: 3, utilization: 0.5 },
    checks: [{ text: 'all bytes are delivered', passed: true }],
    warnings: ['not-settled'],
  },
};
const SO_FAR = { counters: COUNTERS, checks: [{ text: 'it wrote', passed: false }] };
const RECORDS: RunRecord[] = [
  { seq: 0, type: 'phase', phase: 'load', atMs: 1.25 },
  { seq: 1, type: 'start-peer', url: 'file:///peer.ts', settings: { pauseMs: 5, mode: 'slow' } },
  {
    seq: 2,
    type: 'failure',
    phase: 'run',
    error: { name: 'Error', message: 'no', code: 'ENOSPC', stack: 'Error: no' },
    partial: SO_FAR,
  },
  { seq: 3, type: 'exit', phase: 'run', code: 7, partial: SO_FAR },
  { seq: 4, type: 'interrupted', partial: SO_FAR },
  FINAL,
];

describe('a record', () => {
  test.each(RECORDS)('of the type $type is read as it was written', (record) => {
    expect(parseRecord(JSON.stringify(record))).toEqual({ state: 'record', record });
  });

  test.each([
    '',
    'garbage',
    '{"seq":0,"type":"phase"',
    'null',
    '0',
    '[]',
    '{}',
    '"phase"',
    '{"type":"phase","phase":"load","atMs":1}',
    '{"seq":-1,"type":"phase","phase":"load","atMs":1}',
    '{"seq":0.5,"type":"phase","phase":"load","atMs":1}',
  ])('is not made of %s, which is passed over', (line) => {
    expect(parseRecord(line)).toBeUndefined();
  });

  const END = JSON.stringify(SO_FAR);
  const COUNT = { ...SINK, writesAfterFalse: 0.5 };
  const FRACTION = JSON.stringify({ ...SO_FAR, counters: { ...COUNTERS, byLabel: { sink: COUNT } } });
  test.each([
    ['{"seq":0,"type":"phase","phase":"lunch","atMs":1}', /^phase: /],
    ['{"seq":0,"type":"phase","phase":"load","atMs":"1"}', /^atMs: .*expected number, received string/],
    ['{"seq":0,"type":"phase","phase":"load","atMs":1e999}', /^atMs: /],
    ['{"seq":0,"type":"unheard-of"}', /^type: /],
    [`{"seq":0,"type":"failure","phase":"run","error":null,"partial":${END}}`, /^error: /],
    [`{"seq":0,"type":"exit","phase":"run","code":null,"partial":${END}}`, /^code: /],
    ['{"seq":0,"type":"exit","phase":"run","code":1}', /^partial: /],
    [
      `{"seq":0,"type":"exit","phase":"run","code":0,"partial":${FRACTION}}`,
      /^partial\..*sink\.writesAfterFalse: .*expected int/,
    ],
    ['{"seq":0,"type":"interrupted","partial":{"counters":{"byLabel":[]},"checks":[]}}', /byLabel: /],
    ['{"seq":0,"type":"final","figures":{}}', /^figures\.durationMs: /],
  ])('that is not valid is refused, with the reason: %s', (line, reason) => {
    const { type } = JSON.parse(line) as { readonly type: string };
    expect(parseRecord(line)).toEqual({ state: 'refused', type, reason: expect.stringMatching(reason) });
  });

  test('is refused if a figure is missing or not a number', () => {
    const { durationMs: _dropped, ...figures } = FINAL.type === 'final' ? FINAL.figures : {};
    for (const changed of [figures, { ...figures, durationMs: null }, { ...figures, durationMs: -1 }]) {
      const parsed = parseRecord(JSON.stringify({ ...FINAL, figures: changed }));
      expect(parsed).toMatchObject({
        state: 'refused',
        type: 'final',
        reason: expect.stringMatching(/^figures.durationMs: /),
      });
    }
  });

  test('cannot set the prototype of the result', () => {
    const line = `{"seq":4,"type":"interrupted","partial":{"checks":[],"counters":{"byLabel":{"__proto__":${JSON.stringify(SINK)}},"peakBufferedBytes":1,"bytesDelivered":1,"recorded":{"__proto__":1}}}}`;
    const parsed = parseRecord(line);
    const record = parsed?.state === 'record' ? parsed.record : undefined;
    const byLabel = record?.type === 'interrupted' ? record.partial.counters.byLabel : undefined;
    expect(Object.getPrototypeOf(byLabel)).toBe(Object.prototype);
  });
});

describe('the records of a child', () => {
  const NUL = '\0'.repeat(64 * 1024);
  const [first] = RECORDS;

  test('are read in their order, without what is something else', async () => {
    const parsed = await readAll([
      'garbage\n',
      `${JSON.stringify(first)}\n{}\n`,
      '{"seq":1,"type":"final"}\n',
    ]);
    expect(parsed).toMatchObject([
      { state: 'record', record: first },
      { state: 'refused', type: 'final' },
    ]);
  });

  test('are refused as soon as they are too long, before they end, and the next is read', async () => {
    let isOver = false;
    async function* write() {
      yield '{"seq":0,"type":"final","figures":"';
      // Endless, unless the reader stops the stream.
      for (let length = 0; !isOver; length += NUL.length) {
        if (length > 4 * MAX_RECORD_LENGTH) throw new Error('it is still being collected');
        yield NUL;
      }
      yield `"}\n${JSON.stringify(first)}\n`;
    }
    const seen: unknown[] = [];
    for await (const parsed of readRecords(Readable.from(write(), { objectMode: false }))) {
      isOver = true;
      seen.push(parsed);
    }
    const reason = `it is longer than ${MAX_RECORD_LENGTH} characters`;
    expect(seen).toEqual([
      { state: 'refused', type: 'final', reason },
      { state: 'record', record: first },
    ]);
  });

  test('are passed over if something else is too long', async () => {
    expect(await readAll(['x'.repeat(MAX_RECORD_LENGTH + 1), '\n', `${JSON.stringify(first)}\n`])).toEqual([
      { state: 'record', record: first },
    ]);
  });
});

async function readAll(chunks: readonly string[]): Promise<unknown[]> {
  const parsed: unknown[] = [];
  for await (const each of readRecords(Readable.from(chunks, { objectMode: false }))) parsed.push(each);
  return parsed;
}
