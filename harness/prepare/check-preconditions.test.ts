import { describe, expect, test } from 'vitest';
import type { MetricClass } from '../metrics.ts';
import type { Environment, Report } from '../result.ts';
import { makeCase, makeEnvironment, makeReport, makeRun } from '../test/builders.ts';
import { findObstacles } from './check-preconditions.ts';

const HERE = makeEnvironment();

/** A baseline with this many runs of each kind. */
function makeBaseline(counts: { readonly measure?: number; readonly stable?: number } = {}): Report {
  const runs = (['measure', 'stable'] as const).flatMap((kind) =>
    Array.from({ length: counts[kind] ?? 0 }, (_, index) => makeRun({ kind, index })),
  );
  return makeReport({ results: [makeCase({ runs })] });
}

const find = (
  baseline: Report,
  metrics: readonly MetricClass[] | undefined,
  { environment = HERE, againstRevision }: { environment?: Environment; againstRevision?: string } = {},
) => findObstacles(baseline, environment, { metrics: metrics && new Set(metrics), againstRevision });

describe('a check is possible', () => {
  test.each([
    [
      'of what can be judged, on another machine',
      undefined,
      { environment: makeEnvironment({ cpuModel: 'x' }) },
    ],
    [
      'of counters and growth there',
      ['exact', 'growth'],
      { environment: makeEnvironment({ cpuModel: 'x' }) },
    ],
    ['of time that a revision is run again for', ['time'], { againstRevision: 'main' }],
  ] as const)('%s', (_name, metrics, where) => {
    expect(find(makeBaseline({ measure: 3 }), metrics, where)).toEqual([]);
  });

  test('of RSS and time, if the baseline has enough runs', () => {
    const baseline = makeBaseline({ measure: 30, stable: 10 });
    expect(find(baseline, ['memory', 'time'])).toEqual([]);
  });
});

describe('the requested classes cannot be judged', () => {
  test('by a baseline of another machine, and the differing fields are named', () => {
    const environment = makeEnvironment({ cpuModel: 'abacus', kernel: '1.0' });
    const [obstacle, ...others] = find(makeBaseline({ measure: 30, stable: 10 }), ['memory', 'time'], {
      environment,
    });
    expect(others).toEqual([]);
    expect(obstacle).toContain(
      '--metrics memory, time: the baseline was measured on another machine (kernel, cpuModel)',
    );
    expect(obstacle).toContain('--against-rev');
  });

  test('by a baseline of another patch of Node', () => {
    const nodes = HERE.nodes.map((node) => ({ ...node, node: '20.19.99' }));
    const environment = makeEnvironment({ nodes });
    expect(find(makeBaseline({ stable: 10 }), ['memory'], { environment })).toEqual([
      expect.stringContaining('the baseline was measured on another Node (node)'),
    ]);
  });

  test('by too few runs, and how to get enough is said once for each class', () => {
    expect(find(makeBaseline({ measure: 3, stable: 9 }), ['memory', 'time'])).toEqual([
      expect.stringMatching(/^--metrics memory: ignore-drain has 9 stable runs .* --stable-runs 10`/),
      expect.stringMatching(/^--metrics time: ignore-drain has 3 measure runs .* --runs 30`/),
    ]);
  });

  test('if nothing can be compared at all, and only that is said', () => {
    const environment = makeEnvironment({ flags: ['--expose-gc', '--jitless'] });
    expect(find(makeBaseline(), ['memory'], { environment })).toEqual([
      'Node flags differ: --expose-gc in A, --expose-gc --jitless in B',
    ]);
  });
});
