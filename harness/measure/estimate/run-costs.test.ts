import { describe, expect, test } from 'vitest';
import type { Subject } from '../../plan/plan-runs.ts';
import { MiB, volume } from '../../scenario.ts';
import { makeScenario } from '../../test/builders.ts';
import { RunCosts, type Took } from './run-costs.ts';

function makeSubject(name: string, side?: 'a' | 'b'): Subject {
  const scenario = makeScenario({ name, parameters: { volume: volume(256 * MiB) } });
  return {
    case: { scenario: { ...scenario, source: `file:///${name}.ts` }, parameters: { volume: 256 * MiB } },
    ...{ execPath: '/usr/bin/node', node: '20.19.0' },
    ...(side !== undefined && { side: { name: side, nodeFlags: [], isCheckedOut: false } }),
  };
}

const [one, other] = [makeSubject('one'), makeSubject('other')];
const measured: Took = { subject: one, kind: 'measure', share: 1, tookMs: 1100, durationMs: 1000 };

function learn(...took: readonly Took[]): RunCosts {
  const costs = new RunCosts([]);
  for (const each of took) costs.learn(each);
  return costs;
}

describe('a run is predicted to take', () => {
  test('nothing that is known, before any run', () => {
    expect(learn().predictMs(measured)).toBeUndefined();
  });

  test('as long as the same runs took on average, as their sum is what counts', () => {
    const costs = learn(measured, { ...measured, tookMs: 1400 });
    expect(costs.predictMs(measured)).toBe(1250);
  });

  test('in proportion to its volume, without what its process takes', () => {
    // 100 ms for the process, and 1,000 ms for the volume.
    const costs = learn(measured);
    expect(costs.predictMs({ ...measured, share: 0.25 })).toBe(100 + 250);
    expect(costs.predictMs({ ...measured, share: 4 })).toBe(100 + 4000);
  });

  test('longer if it collects garbage for each reading, until such a run has shown how long', () => {
    const growth = { subject: one, kind: 'growth', share: 0.5 } as const;
    const costs = learn(measured);
    expect(costs.predictMs(growth)).toBeCloseTo(100 + 1.7 * 500, 6);
    costs.learn({ ...growth, share: 0.25, tookMs: 600 });
    expect(costs.predictMs(growth)).toBeCloseTo(100 + 2 * 500, 6);
  });

  test('as long as that of the other side, until there is one of its own', () => {
    const [a, b] = [makeSubject('one', 'a'), makeSubject('one', 'b')];
    const costs = learn({ ...measured, subject: other, tookMs: 9000 }, { ...measured, subject: a });
    expect(costs.predictMs({ ...measured, subject: b })).toBe(1100);
    costs.learn({ ...measured, subject: b, tookMs: 3300 });
    expect(costs.predictMs({ ...measured, subject: b })).toBe(3300);
  });

  test('as long as in an earlier invocation, at the pace of this one', () => {
    const costs = new RunCosts([measured, { ...measured, subject: other, tookMs: 5000 }]);
    expect(costs.predictMs({ ...measured, subject: other })).toBe(5000);
    costs.learn({ ...measured, tookMs: 2200 });
    expect(costs.predictMs({ ...measured, subject: other })).toBe(10_000);
    expect(costs.predictMs(measured)).toBe(2200);
  });

  test('by the last runs, where the machine has become slower', () => {
    const slow = Array<Took>(40).fill({ ...measured, tookMs: 4000 });
    expect(learn(...Array<Took>(100).fill(measured), ...slow).predictMs(measured)).toBe(4000);
  });
});
