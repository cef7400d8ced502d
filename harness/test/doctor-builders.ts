/** Findings and snapshots for tests, right in everything that a test does not set. */
import type { DoctorReport, Finding } from '../doctor/findings.ts';
import type { DoctorReading, RetainedSnapshot, SiteSnapshot, ThreadSnapshot } from '../doctor/snapshot.ts';
import { KiB, MiB } from './builders.ts';

export const makeFinding = (parts: Partial<Finding> = {}): Finding => ({
  kind: 'ignored-backpressure',
  level: 'alarm',
  site: { file: '/app/src/export.ts', line: 42, column: 9, function: 'exportRow' },
  through: [],
  method: 'write',
  streamClass: 'WriteStream',
  streams: 1,
  highWaterMarkBytes: 64 * KiB,
  peakBufferedBytes: 32 * MiB,
  bufferedAtExitBytes: 16 * MiB,
  afterFalse: 512,
  drains: 0,
  fullForMs: 1500,
  process: { pid: 7, thread: 0 },
  missing: "no 'drain' was awaited after write() returned false",
  ...parts,
});

export const makeDoctorReport = (parts: Partial<DoctorReport> = {}): DoctorReport => ({
  schemaVersion: 1,
  command: ['node', 'app.js'],
  exit: { code: 0, signal: null },
  nodeVersion: 'v20.19.0',
  memory: makeDoctorMemory(),
  findings: [],
  notCovered: [],
  ...parts,
});

export const makeDoctorMemory = (parts: Partial<DoctorReport['memory']> = {}): DoctorReport['memory'] => ({
  peakArrayBuffersBytes: parts.peakLiveArrayBuffersBytes ?? 40 * MiB,
  arrayBuffersAtEndBytes: 0,
  peakLiveArrayBuffersBytes: 40 * MiB,
  explainedBytes: 32 * MiB,
  peakRssBytes: 90 * MiB,
  ...parts,
});

export const makeReading = (parts: Partial<DoctorReading> = {}): DoctorReading => ({
  atMs: 100,
  rssBytes: 50 * MiB,
  heapUsedBytes: 5 * MiB,
  externalBytes: 2 * MiB,
  arrayBuffersBytes: 0,
  liveArrayBuffersBytes: parts.arrayBuffersBytes ?? 0,
  bufferedBytes: 0,
  ...parts,
});

export const makeThread = (parts: Partial<ThreadSnapshot> = {}): ThreadSnapshot => ({
  pid: 7,
  parentPid: 1,
  thread: 0,
  argv: ['node', 'app.js'],
  nodeVersion: 'v20.19.0',
  sequence: 1,
  startedAt: '2026-01-02T03:04:05.000Z',
  uptimeMs: 1000,
  isFinal: true,
  memory: { now: makeReading(), peak: makeReading() },
  sites: [],
  opened: [],
  notCovered: [],
  ...parts,
});

/** A flood of 32 MiB that nobody drains: an alarm. */
export const makeFlood = (parts: Partial<SiteSnapshot> = {}): SiteSnapshot => ({
  method: 'write',
  frames: [{ file: '/app/src/export.js', line: 42, column: 9 }],
  streamClass: 'WriteStream',
  streams: 1,
  highWaterMarkBytes: 64 * KiB,
  afterFalse: 512,
  drains: 0,
  bytesIn: 32 * MiB,
  peakBufferedBytes: 32 * MiB,
  peakBufferedChunks: 0,
  bufferedBytes: 32 * MiB,
  bufferedChunks: 0,
  fullForMs: 900,
  filled: { times: 0, peaks: [] },
  points: [1, 2, 4, 8, 16, 32].map((size) => ({
    atMs: 10 * size,
    bytesIn: size * MiB,
    bufferedBytes: size * MiB,
    bufferedChunks: 0,
  })),
  ...parts,
});

/** Slices of a KiB, each of which keeps 64 KiB, all of them alive: they come until the end. */
export const makeRetained = (parts: Partial<RetainedSnapshot> = {}): RetainedSnapshot => ({
  called: 'subarray',
  frames: [{ file: '/app/src/cache.js', line: 12, column: 9 }],
  samples: 100,
  bytes: 48 * MiB,
  errorBytes: 8 * MiB,
  turns: 100,
  each: { parentBytes: 64 * KiB, viewBytes: KiB },
  periods: [
    { fromMs: 0, toMs: 100, fromTurn: 0, toTurn: 100, bytes: 48 * MiB, liveBytes: 48 * MiB, live: 100 },
  ],
  points: [],
  atMs: 100,
  atTurn: 100,
  ...parts,
});
