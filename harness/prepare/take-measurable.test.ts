import { describe, expect, test } from 'vitest';
import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import { UsageError } from '../errors.ts';
import type { Subject } from '../plan/plan-runs.ts';
import { makeScenario } from '../test/builders.ts';
import { takeMeasurable } from './take-measurable.ts';

type Declared = Partial<Pick<DescribedScenario, 'expect' | 'limits' | 'claim'>>;

const onNode = (name: string, declared: Declared = {}): Subject => ({
  case: { scenario: makeScenario({ name, ...declared }), parameters: {} },
  execPath: '/bin/node',
  node: '24.1.0',
});
const onBun = (name: string, declared: Declared = {}): Subject => ({
  ...onNode(name, declared),
  ...{ execPath: '/bin/bun', node: 'Bun 1.4.5' },
  runtime: { name: 'Bun', version: '1.4.5', node: '26.3.0' },
});

function take(subjects: readonly Subject[], requested: { all?: boolean; growth?: boolean } = {}) {
  const said: string[] = [];
  const all = { all: false, growth: true, ...requested };
  return { taken: takeMeasurable(subjects, all, { width: 200, say: (text) => said.push(text) }), said };
}

function refusalOf(...args: Parameters<typeof take>): UsageError {
  try {
    take(...args);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const LEAK: Declared = { expect: { growth: 'linear', metric: 'retainedArrayBuffersBytes' } };

test('Node is held to everything', () => {
  const subjects = [onNode('leak', LEAK), onNode('limited', { limits: { peakHeapUsedBytes: 1 } })];
  expect(take(subjects)).toEqual({ taken: subjects, said: [] });
});

test.each<[string, Declared]>([
  ['nothing', {}],
  ['growth of what is buffered', { expect: { growth: 'bounded' } }],
  ['growth of what it records', { expect: { growth: 'linear', metric: 'recorded.queuedBytes' } }],
  ['a limit of growth', { limits: { growth: 'bounded' } }],
  ['limits of counters, time and peak RSS', { limits: { writesAfterFalse: 0, cpuMs: 9, peakRssBytes: 9 } }],
  ['a metric that is only shown', { expect: { metric: 'retainedArrayBuffersBytes' } }],
  ['a crash', { expect: { outcome: 'crashed' } }],
])('another runtime is held to %s', (_what, declared) => {
  const subjects = [onBun('one', declared)];
  expect(take(subjects)).toEqual({ taken: subjects, said: [] });
});

describe('what another runtime does not measure is refused before anything runs:', () => {
  test.each<[string, Declared]>([
    ['growth of retainedArrayBuffersBytes', LEAK],
    ['growth of peakRssBytes', { expect: { growth: 'bounded', metric: 'peakRssBytes' } }],
    [
      'growth of peakLiveHeapUsedBytes',
      { expect: { metric: 'peakLiveHeapUsedBytes' }, limits: { growth: 'bounded' } },
    ],
    ['limit peakHeapUsedBytes', { limits: { peakHeapUsedBytes: 1, writesAfterFalse: 0 } }],
    ['it ends as out-of-memory', { expect: { outcome: 'out-of-memory' } }],
    ['it is a claim about Node', { claim: {} as never }],
  ])('%s', (what, declared) => {
    const { message, hint } = refusalOf([onBun('fine'), onBun('one', declared), onBun('one', declared)]);
    expect(message).toBe(
      `--runtime: these expectations and limits are judged by figures that only Node has: one: ${what} (Bun 1.4.5)`,
    );
    expect(hint).toMatch(/^leave these scenarios and limits out, or measure them with Node/);
  });
});

test('growth that is not measured is not refused', () => {
  const subjects = [onBun('leak', LEAK)];
  expect(take(subjects, { growth: false }).taken).toEqual(subjects);
  expect(() => take(subjects)).toThrow(UsageError);
});

test('of all scenarios, those that cannot be judged are skipped in words, once', () => {
  const fine = onBun('fine');
  expect(take([fine, onBun('leak', LEAK), onBun('leak', LEAK)], { all: true })).toEqual({
    taken: [fine],
    said: [
      '! skipped, judged by figures that only Node has: leak: growth of retainedArrayBuffersBytes (Bun 1.4.5)',
    ],
  });
  expect(() => take([onBun('leak', LEAK)], { all: true })).toThrow(UsageError);
});
