import { describe, expect, test } from 'vitest';
import { reportSchema } from './report-schema.ts';
import type { Report, RunOutcome, RunResult } from './result.ts';
import {
  MiB,
  makeCase,
  makeCounters,
  makeEnvironment,
  makeGrowth,
  makeReading,
  makeReport,
  makeRun,
  summaryOf,
} from './test/builders.ts';

const OUTCOMES: readonly RunOutcome[] = [
  { state: 'completed' },
  { state: 'timed-out', afterMs: 60_000, phase: 'run' },
  { state: 'out-of-memory', lastRssBytes: 512 * MiB, phase: 'run' },
  { state: 'out-of-memory', phase: 'run' },
  { state: 'over-limit', limitBytes: 512 * MiB, rssBytes: 600 * MiB, phase: 'run' },
  {
    state: 'crashed',
    phase: 'setup',
    exitCode: null,
    signal: 'SIGSEGV',
    reason: 'the process was killed by SIGSEGV',
    stderrLines: ['one', 'two'],
  },
  { state: 'aborted', phase: 'load' },
];

/** A run with every field there is. */
const FULL_RUN: RunResult = {
  kind: 'growth',
  index: 3,
  parameters: { volume: 1 * MiB, allocation: 'alloc' },
  flags: ['--single-threaded-gc'],
  outcome: { state: 'completed' },
  reproduce: 'node dist/harness/child/entry.cjs {}',
  wallMs: 120.5,
  durationMs: 20.25,
  cpuMs: 30,
  cpuUserMs: 20,
  cpuSystemMs: 10,
  bytesDelivered: 1 * MiB,
  peakBufferedBytes: 65_536,
  counters: { sink: makeCounters({ peakBufferedChunks: 4, highWaterMarkBytes: 65_536 }) },
  recorded: { retries: -1.5 },
  memory: {
    start: makeReading(),
    peak: { ...makeReading(), rssSource: 'VmHWM' },
    end: makeReading(),
    retained: makeReading(),
  },
  rounds: [makeReading()],
  sampling: { intervalMs: 10, count: 2, longestGapMs: 11.5, source: 'inspector' },
  timeline: {
    bucketMs: 10,
    rssBytes: [1, null],
    heapUsedBytes: [1, null],
    externalBytes: [1, null],
    arrayBuffersBytes: [1, null],
  },
  gc: {
    minor: { count: 1, ms: 0.5 },
    major: { count: 0, ms: 0 },
    incremental: { count: 0, ms: 0 },
    weakCallbacks: { count: 0, ms: 0 },
  },
  eventLoop: { maxDelayMs: 1, utilization: 0.5 },
  monitor: { samples: 2, peakRssBytes: 50 * MiB, peakCpuPercent: 99.5 },
  checks: [{ text: 'all bytes are delivered', passed: true }],
};

const FULL_REPORT: Report = makeReport({
  environment: makeEnvironment({ cgroupLimitBytes: 1, loadAverage: 0.5, gitCommit: 'abc' }),
  results: [
    makeCase({
      pairedWith: 'await-drain',
      parameters: { volume: 1 * MiB, allocation: 'alloc' },
      runs: [FULL_RUN, ...OUTCOMES.map((outcome, index) => makeRun({ index, outcome }))],
      summary: { peakBufferedBytes: summaryOf(1), retainedHeapUsedBytes: summaryOf(-100) },
      growth: makeGrowth({ points: [{ volumeBytes: 1, peakBytes: 1 }] }),
      expectations: [{ text: 'a', passed: false }],
      warnings: [{ code: 'a', message: 'b' }],
    }),
  ],
});

test('a report with every field is the same after it was written and read', () => {
  expect(reportSchema.parse(JSON.parse(JSON.stringify(FULL_REPORT)))).toEqual(FULL_REPORT);
});

test('so is a report without optional fields', () => {
  const report = makeReport({ results: [] });
  expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

describe('a report is refused', () => {
  /** A copy of the full report in which one value is another. */
  function changed(path: readonly (string | number)[], value: unknown): unknown {
    type Owner = Record<string | number, unknown>;
    const copy = structuredClone(FULL_REPORT) as unknown as Owner;
    const owner = path.slice(0, -1).reduce((inner, key) => inner[key] as Owner, copy);
    owner[path.at(-1) ?? ''] = value;
    return copy;
  }
  const RUN = ['results', 0, 'runs', 0] as const;

  test.each([
    ['of a later version', ['schemaVersion'], 2],
    ['without a version', ['schemaVersion'], undefined],
    ['of another tool', ['tool', 'name'], 'autocannon'],
    ['with a time that is none', ['startedAt'], 'yesterday'],
    ['with a negative size', [...RUN, 'memory', 'peak', 'rssBytes'], -1],
    ['with a negative counter', [...RUN, 'counters', 'sink', 'peakBufferedBytes'], -1],
    ['with half a drain', [...RUN, 'counters', 'sink', 'drains'], 0.5],
    ['with a negative time', [...RUN, 'durationMs'], -0.5],
    ['with a size that is not a number', [...RUN, 'memory', 'start', 'heapUsedBytes'], '4 MiB'],
    // What JSON makes of NaN and Infinity.
    ['with a figure that is null', [...RUN, 'durationMs'], null],
    ['with an outcome that there is not', [...RUN, 'outcome'], { state: 'fine' }],
    ['with a kind of run that there is not', [...RUN, 'kind'], 'warmup'],
    ['with a parameter that is neither number nor word', [...RUN, 'parameters', 'volume'], [1]],
    ['with a verdict that there is not', ['results', 0, 'growth', 'verdict'], 'maybe'],
    ['without runs', ['results', 0, 'runs'], undefined],
  ])('%s', (_name, path, value) => {
    expect(reportSchema.safeParse(changed(path, value)).success).toBe(false);
  });

  test('but not because of a field that a later version of tidemark adds', () => {
    expect(reportSchema.parse(changed([...RUN, 'colour'], 'blue'))).toEqual(FULL_REPORT);
  });
});
