/** Builds comparisons for tests that render them. */
import {
  type CaseComparison,
  COMPARISON_SCHEMA_VERSION,
  type Difference,
  type MetricComparison,
  type MetricVerdict,
  type MissingCase,
  type PairedComparison,
  type ReportComparison,
  type SideIdentity,
} from '../compare/verdict.ts';
import { KiB, makeEnvironment } from './builders.ts';

/** The fields of all classes, for tests. */
export interface MetricFields extends Partial<Pick<PairedComparison, 'needsConfirmation' | 'p' | 'pairs'>> {
  readonly metric: string;
  readonly class: MetricComparison['class'];
  readonly unit: MetricComparison['unit'];
  readonly a: number | undefined;
  readonly b: number | undefined;
  readonly difference?: Difference | undefined;
  readonly minDetectableEffect?: number | undefined;
  readonly verdict: MetricVerdict;
  readonly reason: string;
  readonly isGated?: boolean;
}

/** A metric with only the fields of its class. */
export function makeMetric(given: Partial<MetricFields> = {}): MetricComparison {
  const { difference, minDetectableEffect, isGated, needsConfirmation, p, pairs, ...metric } = {
    metric: 'peakBufferedBytes',
    class: (given.verdict === 'informational' ? 'informational' : 'exact') as MetricComparison['class'],
    unit: 'bytes' as const,
    a: 64 * KiB,
    b: 64 * KiB,
    difference: {
      ...({ kind: 'absolute', direction: 'same' } as const),
      ...{ estimate: 0, low: 0, high: 0, confidence: 1 },
    },
    minDetectableEffect: 16 * KiB,
    p: undefined,
    pairs: 30,
    verdict: 'pass' as MetricVerdict,
    reason: 'every run gave the same',
    isGated: true,
    needsConfirmation: false,
    ...given,
  };
  const isPaired = metric.class === 'memory' || metric.class === 'time';
  const made = {
    ...metric,
    ...(metric.class !== 'outcome' && { difference }),
    ...(metric.class !== 'informational' && { isGated }),
    ...(['exact', 'growth', 'memory', 'time'].includes(metric.class) && { minDetectableEffect }),
    ...(isPaired && { needsConfirmation, p, pairs }),
  };
  return made as MetricComparison;
}

export const makeCompared = (one: Partial<CaseComparison> = {}): CaseComparison => ({
  scenario: 'await-drain',
  title: "Waits for 'drain' when write() returns false",
  a: { parameters: { sink: 'memory' }, parameterKinds: { sink: 'choice' }, node: '20.19.0' },
  b: { parameters: { sink: 'memory' }, parameterKinds: { sink: 'choice' }, node: '20.19.0' },
  metrics: [makeMetric()],
  ...one,
});

export const makeMissing = (missing: Partial<MissingCase> = {}): MissingCase => ({
  side: 'b',
  scenario: 'await-drain',
  parameters: { sink: 'socket' },
  parameterKinds: { sink: 'choice' },
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
