/** Comparisons made by hand, for tests of what is rendered from them. */
import {
  type CaseComparison,
  COMPARISON_SCHEMA_VERSION,
  type MetricComparison,
  type MissingCase,
  type ReportComparison,
  type SideIdentity,
} from '../compare/verdict.ts';
import { KiB, makeEnvironment } from './builders.ts';

export const makeMetric = (metric: Partial<MetricComparison> = {}): MetricComparison => ({
  metric: 'peakBufferedBytes',
  class: 'exact',
  unit: 'bytes',
  a: 64 * KiB,
  b: 64 * KiB,
  difference: { kind: 'absolute', direction: 'same', estimate: 0, low: 0, high: 0, confidence: 1 },
  minDetectableEffect: 16 * KiB,
  p: undefined,
  pairs: undefined,
  verdict: 'pass',
  reason: 'every run gave the same',
  isGated: true,
  needsConfirmation: false,
  ...metric,
});

export const makeCompared = (one: Partial<CaseComparison> = {}): CaseComparison => ({
  scenario: 'await-drain',
  title: "Waits for 'drain' when write() returns false",
  a: { parameters: { sink: 'memory' }, node: '20.19.0' },
  b: { parameters: { sink: 'memory' }, node: '20.19.0' },
  metrics: [makeMetric()],
  ...one,
});

export const makeMissing = (missing: Partial<MissingCase> = {}): MissingCase => ({
  side: 'b',
  scenario: 'await-drain',
  parameters: { sink: 'socket' },
  node: '20.19.0',
  reason: 'no run completed',
  ...missing,
});

const makeSide = (side: Partial<SideIdentity>): SideIdentity => ({
  id: '2026-01-02T03-04-05-abcd',
  label: 'main',
  startedAt: '2026-01-02T03:04:05.000Z',
  environment: makeEnvironment(),
  ...side,
});

export const makeComparison = (comparison: Partial<ReportComparison> = {}): ReportComparison => ({
  schemaVersion: COMPARISON_SCHEMA_VERSION,
  a: makeSide({}),
  b: makeSide({ id: '2026-02-03T04-05-06-ef01', label: 'this', startedAt: '2026-02-03T04:05:06.000Z' }),
  environmentDifferences: [],
  cases: [makeCompared()],
  missing: [],
  isComparable: true,
  reasons: [],
  verdict: 'pass',
  ...comparison,
});
