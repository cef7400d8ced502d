import { expect, test } from 'vitest';
import type { Subject } from '../../plan/plan-runs.ts';
import { makeScenario } from '../../test/builders.ts';
import { assumeTimed } from './assume-timed.ts';
import { RunCosts } from './run-costs.ts';

const makeSubject = (metric?: 'recorded.nanoseconds'): Subject => ({
  case: {
    scenario: makeScenario(metric === undefined ? {} : { comparisonTable: { metric, rows: 'strategy' } }),
    parameters: {},
  },
  ...{ execPath: '/usr/bin/node', node: '20.19.0' },
});

test('what times operations is known to take a while before the first run, and less if it is timed briefly', () => {
  const [timed, other] = [makeSubject('recorded.nanoseconds'), makeSubject()];
  const predict = (subject: Subject, timesBriefly: boolean): number | undefined =>
    new RunCosts(assumeTimed([timed, other], { timesBriefly })).predictMs({
      subject,
      kind: 'measure',
      share: 1,
    });
  expect(predict(timed, false)).toBeGreaterThan(predict(timed, true) ?? Number.POSITIVE_INFINITY);
  expect(predict(other, false)).toBeUndefined();
});
