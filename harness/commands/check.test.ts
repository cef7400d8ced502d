import { expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { makeCase, makeReport, makeRun } from '../test/builders.ts';
import { makeComparison, makeMissing } from '../test/comparison-builders.ts';
import { decideCheck } from './check.ts';

const GOOD = makeReport({ results: [makeCase()] });
const BROKEN = makeReport({ results: [makeCase({ expectations: [{ text: 'so', passed: false }] })] });
const UNMEASURED = makeReport({
  results: [makeCase({ runs: [makeRun({ outcome: { state: 'aborted', phase: 'run' } })] })],
});

test.each([
  ['nothing has changed', makeComparison(), GOOD, false, EXIT.pass],
  ['B is better', makeComparison({ verdict: 'improvement' }), GOOD, true, EXIT.pass],
  ['B is worse', makeComparison({ verdict: 'regression' }), GOOD, false, EXIT.failed],
  [
    'B is worse, and a case is gone',
    makeComparison({ verdict: 'regression', missing: [makeMissing()] }),
    GOOD,
    false,
    EXIT.failed,
  ],
  [
    'a case is missing',
    makeComparison({ verdict: 'inconclusive', missing: [makeMissing()] }),
    GOOD,
    false,
    EXIT.notComparable,
  ],
  [
    'a case is new',
    makeComparison({ missing: [makeMissing({ side: 'a' })] }),
    GOOD,
    false,
    EXIT.notComparable,
  ],
  [
    'nothing is comparable',
    makeComparison({ isComparable: false, verdict: 'not-comparable' }),
    GOOD,
    false,
    EXIT.notComparable,
  ],
  ['nothing could be judged', makeComparison({ verdict: 'not-comparable' }), GOOD, false, EXIT.notComparable],
  ['an expectation fails', makeComparison(), BROKEN, false, EXIT.failed],
  ['a run was not measured', makeComparison(), UNMEASURED, false, EXIT.notMeasured],
  ['something is inconclusive', makeComparison({ verdict: 'inconclusive' }), GOOD, false, EXIT.pass],
  [
    'something is inconclusive, with --strict',
    makeComparison({ verdict: 'inconclusive' }),
    GOOD,
    true,
    EXIT.inconclusive,
  ],
] as const)('%s', (_name, comparison, report, strict, code) => {
  expect(decideCheck(comparison, report, strict)).toBe(code);
});
