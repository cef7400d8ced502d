import { expect, test } from 'vitest';
import type { FinalFigures } from '../protocol.ts';
import { runSchema } from '../run-schema.ts';
import { buildRunResult } from './build-run-result.ts';
import type { ChildPlan, ChildReport } from './run-child.ts';
import { SampleSummary } from './sample-summary.ts';

const reading = (arrayBuffersBytes: number) => ({
  rssBytes: 100,
  heapTotalBytes: 50,
  heapUsedBytes: 40,
  externalBytes: 30,
  arrayBuffersBytes,
});
const COUNTERS = { byLabel: {}, peakBufferedBytes: 65_536, bytesDelivered: 90, recorded: { answer: 42 } };
const NOTHING = { count: 0, ms: 0 };
const FIGURES: FinalFigures = {
  durationMs: 100,
  cpuUserMs: 10,
  cpuSystemMs: 1,
  counters: COUNTERS,
  peakRss: { bytes: 6, source: 'VmHWM' },
  memory: { start: reading(1), end: reading(2), retained: reading(1) },
  rounds: [reading(1)],
  gc: { minor: NOTHING, major: NOTHING, incremental: NOTHING, weakCallbacks: NOTHING },
  eventLoop: { maxDelayMs: 3, utilization: 0.5 },
  checks: [],
  warnings: [],
};
const COMPLETED: ChildReport = {
  outcome: { state: 'completed' },
  wallMs: 200,
  figures: FIGURES,
  monitor: { samples: 0 },
  strays: 0,
};
const TIMED_OUT: ChildReport = {
  outcome: { state: 'timed-out', afterMs: 500, phase: 'run' },
  wallMs: 600,
  monitor: { samples: 2, peakRssBytes: 7, peakCpuPercent: 50 },
  strays: 0,
};
const identity = { kind: 'measure', index: 3, parameters: { volume: 5 }, flags: [] } as const;

test('a completed run has its figures, and no command that reproduces it', () => {
  const result = buildRunResult(identity, planOf(null), COMPLETED);
  expect(result).toMatchObject({
    outcome: { state: 'completed' },
    durationMs: 100,
    cpuMs: 11,
    peakBufferedBytes: 65_536,
  });
  expect(result.memory?.peak).toEqual({ rssBytes: 6, rssSource: 'VmHWM' });
  for (const absent of ['reproduce', 'sampling', 'timeline', 'rounds', 'outside', 'flags']) {
    expect(result).not.toHaveProperty(absent);
  }
});

test('a run of another runtime has counters, times and the peak RSS, and nothing that V8 would say', () => {
  const runtime = { name: 'Bun', version: '1.4.5', node: '26.3.0' } as const;
  const result = buildRunResult(identity, { ...planOf(null), runtime }, COMPLETED);
  expect(result).toMatchObject({
    ...{ durationMs: 100, cpuMs: 11, peakBufferedBytes: 65_536, recorded: { answer: 42 } },
    memory: { peak: { rssBytes: 6, rssSource: 'VmHWM' } },
  });
  expect(Object.keys(result.memory ?? {})).toEqual(['peak']);
  expect(Object.keys(result.memory?.peak ?? {})).toEqual(['rssBytes', 'rssSource']);
  for (const absent of ['gc', 'eventLoop', 'live', 'rounds', 'sampling', 'timeline'])
    expect(result).not.toHaveProperty(absent);
  const figures: FinalFigures = { ...FIGURES, peakRss: { bytes: 6, source: 'maxRSS' } };
  expect(
    buildRunResult(identity, { ...planOf(null), runtime }, { ...COMPLETED, figures }),
  ).not.toHaveProperty('memory');
});

test('a profile run has the greatest of the sampled and read figures', () => {
  const samples = new SampleSummary(10);
  samples.add(30, reading(9));
  const result = buildRunResult(identity, planOf(10), { ...COMPLETED, samples });
  expect(result.memory?.peak).toMatchObject({ arrayBuffersBytes: 9, rssBytes: 6 });
  // From 30 ms to the end of the run, at 100 ms.
  expect(result.sampling).toEqual({ intervalMs: 10, count: 1, longestGapMs: 70, source: 'inspector' });
});

test('a profile run has a timeline, and a stable run has none, because there are many', () => {
  const samples = new SampleSummary(1);
  samples.add(30, reading(9));
  const build = (kind: 'profile' | 'stable') =>
    buildRunResult({ ...identity, kind }, planOf(1), { ...COMPLETED, samples });
  expect(build('profile')).toHaveProperty('timeline');
  expect(build('stable')).not.toHaveProperty('timeline');
  expect(build('stable').memory?.peak.arrayBuffersBytes).toBe(9);
});

test('how long a run waited for a core is in its result, where the system says it', () => {
  const build = (figures: FinalFigures) => buildRunResult(identity, planOf(null), { ...COMPLETED, figures });
  expect(build({ ...FIGURES, cpuWaitMs: 40 })).toMatchObject({ cpuMs: 11, cpuWaitMs: 40 });
  expect(build(FIGURES)).not.toHaveProperty('cpuWaitMs');
});

test('a profile run without a sample has no sampled figures, rather than zeros', () => {
  const result = buildRunResult(identity, planOf(10), { ...COMPLETED, samples: new SampleSummary(10) });
  expect(result.memory?.peak).toEqual({ rssBytes: 6, rssSource: 'VmHWM' });
  expect(result).not.toHaveProperty('sampling');
});

test('a run whose files will be removed has no command that reproduces it', () => {
  expect(buildRunResult(identity, planOf(null), TIMED_OUT)).toHaveProperty('reproduce');
  expect(buildRunResult({ ...identity, isCheckedOut: true }, planOf(null), TIMED_OUT)).not.toHaveProperty(
    'reproduce',
  );
});

test('a terminated run has its samples, the counters that it could still report, and the command that reproduces it', () => {
  const samples = new SampleSummary(10);
  samples.add(30, reading(9));
  const partial = { counters: COUNTERS, checks: [{ text: 'it wrote', passed: true }] };
  const result = buildRunResult(identity, planOf(10), { ...TIMED_OUT, samples, partial });
  expect(result).toMatchObject({
    reproduce: expect.stringContaining('harness/child/entry.cjs'),
    peakBufferedBytes: 65_536,
    recorded: { answer: 42 },
    checks: partial.checks,
    memory: { peak: { arrayBuffersBytes: 9 } },
    sampling: { count: 1 },
    monitor: { samples: 2, peakRssBytes: 7, peakCpuPercent: 50 },
  });
  expect(result).not.toHaveProperty('durationMs');
});

test('a run with several rounds has the retained memory of each', () => {
  const report = { ...COMPLETED, figures: { ...FIGURES, rounds: [reading(1), reading(2)] } };
  expect(buildRunResult(identity, planOf(null, 2), report).rounds).toEqual([reading(1), reading(2)]);
});

test('a run with its own flags has them in its result', () => {
  const flags = ['--single-threaded-gc'];
  expect(buildRunResult({ ...identity, flags }, planOf(null), COMPLETED).flags).toEqual(flags);
});

const planOf = (sampleIntervalMs: number | null, rounds = 1): ChildPlan => ({
  execPath: '/usr/bin/node',
  flags: [],
  request: {
    scenarioUrl: 'file:///scenario.js',
    parameters: {},
    sampleIntervalMs,
    rounds,
    tempDir: '/tmp/tempDir',
  },
  timeoutMs: 500,
  maxMemoryBytes: 1,
  environmentVariables: [],
  runId: 'run-1',
});

test('figures of which each is valid, and their sum is not, are a crash that names the sum', () => {
  const figures = { ...FIGURES, cpuUserMs: Number.MAX_VALUE, cpuSystemMs: Number.MAX_VALUE };
  const result = buildRunResult(identity, planOf(null), { ...COMPLETED, figures });
  expect(result.outcome).toMatchObject({
    state: 'crashed',
    phase: 'finish',
    reason: expect.stringMatching(/^its figures are not valid: cpuMs: .*number/),
  });
  expect(result).not.toHaveProperty('cpuMs');
  expect(runSchema.safeParse(result).success).toBe(true);
});
