/** Builds results for tests that compute or render something from them. Each has only the given fields. */

import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import type { MemoryReading } from '../protocol.ts';
import type { MeasurementRequest } from '../request.ts';
import {
  type CaseResult,
  type Environment,
  type Growth,
  type LiveMemory,
  type MetricGrowth,
  type ParameterValues,
  type Report,
  type RunResult,
  SCHEMA_VERSION,
} from '../result.ts';
import type { Parameter, StreamCounters } from '../scenario.ts';

export const KiB = 1024;
export const MiB = 1024 * KiB;

export const makeReading = (reading: Partial<MemoryReading> = {}): MemoryReading => ({
  rssBytes: 40 * MiB,
  heapTotalBytes: 6 * MiB,
  heapUsedBytes: 4 * MiB,
  externalBytes: 2 * MiB,
  arrayBuffersBytes: 10 * KiB,
  ...reading,
});

export const makeCounters = (counters: Partial<StreamCounters> = {}): StreamCounters => ({
  peakBufferedBytes: 0,
  writesAfterFalse: 0,
  pushesAfterFalse: 0,
  drains: 0,
  backpressureMs: 0,
  bytesIn: 0,
  bytesOut: 0,
  ...counters,
});

/** A scenario as its file would declare it; the file does not exist. */
export const makeScenario = ({
  parameters = {},
  ...scenario
}: Partial<Omit<DescribedScenario, 'parameters'>> & {
  readonly parameters?: Readonly<Record<string, Parameter>>;
} = {}): DescribedScenario => ({
  name: 'one',
  title: 'One',
  about: { what: '', why: '', expect: '' },
  tags: [],
  run: 'function',
  url: `file:///${scenario.name ?? 'one'}.mjs`,
  source: `file:///${scenario.name ?? 'one'}.ts`,
  programHash: '0123456789abcdef',
  ...scenario,
  parameters: parameters as DescribedScenario['parameters'],
});

/** A measure run that completed, without figures. */
export const makeRun = (run: Partial<RunResult> = {}): RunResult => ({
  kind: 'measure',
  index: 0,
  parameters: {},
  outcome: { state: 'completed' },
  wallMs: 100,
  ...run,
});

export const makeCase = (result: Partial<CaseResult> = {}): CaseResult => ({
  scenario: 'ignore-drain',
  title: 'Keeps writing after write() returned false',
  parameters: {},
  parameterKinds: guessKinds(result.parameters ?? {}),
  node: '20.19.0',
  runs: [makeRun()],
  summary: {},
  expectations: [],
  warnings: [],
  ...result,
});

/** Every number is a size, unless a test sets other kinds. */
export const guessKinds = (parameters: ParameterValues): CaseResult['parameterKinds'] =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, typeof value === 'number' ? 'bytes' : 'choice']),
  );

/** Live memory whose peak and the reading at the peak have the given figures. */
export const makeLive = (
  figures: Partial<LiveMemory['atPeak']> &
    Partial<Pick<LiveMemory, 'nativeBytes' | 'childProcessesBytes'>> = {},
): LiveMemory => {
  const { nativeBytes = 0, childProcessesBytes, ...atPeak } = figures;
  const { arrayBuffersBytes, externalBytes, heapUsedBytes } = makeReading();
  const peak = { arrayBuffersBytes, externalBytes, heapUsedBytes, ...pick(atPeak) };
  return {
    readings: 20,
    longestGapMs: 9,
    peak,
    atPeak: { sinceStartMs: 100, watchedBytes: 0, workerBytes: 0, ...peak, ...atPeak },
    nativeBytes,
    ...(childProcessesBytes !== undefined && { childProcessesBytes }),
  };
};

const pick = ({
  arrayBuffersBytes,
  externalBytes = arrayBuffersBytes,
  heapUsedBytes,
}: Partial<LiveMemory['atPeak']>): Partial<LiveMemory['peak']> => ({
  ...(arrayBuffersBytes !== undefined && { arrayBuffersBytes }),
  ...(externalBytes !== undefined && { externalBytes }),
  ...(heapUsedBytes !== undefined && { heapUsedBytes }),
});

const GROWTH: MetricGrowth = {
  verdict: 'linear',
  slope: 1,
  low: 0.99,
  high: 1.01,
  confidence: 0.983,
  pIncreasing: 0.0083,
  peakRatio: 4,
  reason: 'lower bound of the slope 0.99 B/B (linear is above 0.1)',
  points: [],
};

/** Growth that one metric decides, in a watched stream. */
export const makeGrowth = (growth: Partial<Growth> = {}): Growth => {
  const metric = growth.metric ?? 'peakBufferedBytes';
  const own = { ...GROWTH, ...growth };
  const { verdict, slope, low, high, confidence, pIncreasing, peakRatio, reason, points } = own;
  const ofMetric = { verdict, slope, low, high, confidence, pIncreasing, peakRatio, reason, points };
  const where = verdict === 'bounded' ? 'none' : 'watched-streams';
  return { metric, where, byMetric: { [metric]: ofMetric }, ...own };
};

/** The summary of runs that all had the same value. */
export const summaryOf = (median: number, n = 3): CaseResult['summary'][string] => ({
  n,
  median,
  low: median,
  high: median,
  confidence: 1 - 2 ** (1 - n),
});

const NODE = {
  node: '20.19.0',
  v8: '11.3.244.8-node.26',
  uv: '1.46.0',
  execPath: '/usr/bin/node',
  defaultHighWaterMarkBytes: 16 * KiB,
  bufferPoolSizeBytes: 8 * KiB,
};

export const makeEnvironment = (environment: Partial<Environment> = {}): Environment => ({
  ...NODE,
  nodes: [NODE],
  flags: ['--expose-gc'],
  platform: 'linux',
  arch: 'x64',
  kernel: '6.1.0',
  cpuModel: 'a processor',
  cpuCount: 4,
  memoryBytes: 16 * 1024 * MiB,
  availableMemoryBytes: 8 * 1024 * MiB,
  maxMemoryBytes: 4 * 1024 * MiB,
  timeoutMs: 60_000,
  ...environment,
});

export const REQUEST: MeasurementRequest = {
  ...{ command: 'run', scenarios: ['ignore-drain'], all: false, parameterValues: {}, matrix: false },
  ...{ nodes: [], nodeFlags: [], environmentVariables: [], stableRuns: 0, growth: true },
  ...{ sampleIntervalMs: 10, timeoutMs: 60_000 },
};

export const makeReport = (report: Partial<Report> = {}): Report => ({
  schemaVersion: SCHEMA_VERSION,
  id: '2026-01-02T03-04-05-abcd',
  tool: { name: 'tidemark', version: '0.1.0' },
  startedAt: '2026-01-02T03:04:05.000Z',
  finishedAt: '2026-01-02T03:05:05.000Z',
  complete: true,
  seed: 1,
  argv: ['--scenario', 'ignore-drain'],
  request: REQUEST,
  environment: makeEnvironment(),
  results: [makeCase()],
  ...report,
});

/** As one invocation has them: its runs are numbered in their order, and have the parameters of their case. */
export function asMeasured(results: readonly CaseResult[]): CaseResult[] {
  let index = 0;
  return results.map((result) => ({
    ...result,
    runs: result.runs.map((run) => ({ ...run, parameters: result.parameters, index: index++ })),
  }));
}
