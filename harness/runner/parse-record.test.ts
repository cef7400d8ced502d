import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../protocol.ts';
import { parseRecord } from './parse-record.ts';

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
    expect(parseRecord(JSON.stringify(record))).toEqual(record);
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
    '{"seq":0,"type":"phase","phase":"lunch","atMs":1}',
    '{"seq":0,"type":"phase","phase":"load","atMs":"1"}',
    '{"seq":0,"type":"phase","phase":"load","atMs":1e999}',
    '{"seq":0,"type":"unheard-of"}',
    `{"seq":0,"type":"failure","phase":"run","error":null,"partial":${JSON.stringify(SO_FAR)}}`,
    `{"seq":0,"type":"exit","phase":"run","code":null,"partial":${JSON.stringify(SO_FAR)}}`,
    '{"seq":0,"type":"exit","phase":"run","code":1}',
    '{"seq":0,"type":"interrupted","partial":{"counters":{"byLabel":[]},"checks":[]}}',
    '{"seq":0,"type":"final","figures":{}}',
  ])('is not made of %s', (line) => {
    expect(parseRecord(line)).toBeUndefined();
  });

  test('is refused if a figure is missing or not a number', () => {
    const { durationMs: _dropped, ...figures } = FINAL.type === 'final' ? FINAL.figures : {};
    expect(parseRecord(JSON.stringify({ ...FINAL, figures }))).toBeUndefined();
    expect(
      parseRecord(JSON.stringify({ ...FINAL, figures: { ...figures, durationMs: null } })),
    ).toBeUndefined();
    expect(
      parseRecord(JSON.stringify({ ...FINAL, figures: { ...figures, durationMs: -1 } })),
    ).toBeUndefined();
  });

  test('cannot set the prototype of the result', () => {
    const line = `{"seq":4,"type":"interrupted","partial":{"checks":[],"counters":{"byLabel":{"__proto__":${JSON.stringify(SINK)}},"peakBufferedBytes":1,"bytesDelivered":1,"recorded":{"__proto__":1}}}}`;
    const record = parseRecord(line);
    const byLabel = record?.type === 'interrupted' ? record.partial.counters.byLabel : undefined;
    expect(Object.getPrototypeOf(byLabel)).toBe(Object.prototype);
  });
});
