import { describe, expect, test } from 'vitest';
import type { RunOutcome, RunResult } from '../result.ts';
import type { RunRuling } from './claim.ts';
import { judgeClaim } from './judge-claim.ts';

const DECLARED = { statement: 'The sea is salt.', source: ['a book'] };

const runWith = (
  ruling: RunRuling | undefined,
  outcome: RunOutcome = { state: 'completed' },
  kind: RunResult['kind'] = 'measure',
) => ({ kind, outcome, ...(ruling !== undefined && { ruling }) });

const TRUE: RunRuling = { verdict: 'true', reading: 'the first reading' };
const FALSE: RunRuling = { verdict: 'false', reading: 'the second reading' };

test('the verdict and the reading of a claim are those of its first run', () => {
  expect(judgeClaim(DECLARED, [runWith(TRUE), runWith({ ...TRUE, reading: 'another reading' })])).toEqual({
    ...DECLARED,
    verdict: 'true',
    reading: 'the first reading',
  });
});

test('the condition of a verdict stays with it', () => {
  const partly: RunRuling = { verdict: 'partly', condition: 'in the Dead Sea', reading: '340 g' };
  expect(judgeClaim(DECLARED, [runWith(partly)])).toMatchObject({ condition: 'in the Dead Sea' });
});

test('a claim about time says so', () => {
  expect(judgeClaim({ ...DECLARED, isTiming: true }, [runWith(TRUE)])).toMatchObject({ isTiming: true });
});

describe('a claim is uncertain', () => {
  test('if its runs contradict each other', () => {
    expect(judgeClaim(DECLARED, [runWith(TRUE), runWith(FALSE), runWith(TRUE)])).toEqual({
      ...DECLARED,
      verdict: 'uncertain',
      reading: 'the first reading',
      why: 'its 3 runs differ: true in 2, false in 1',
    });
  });

  test('if a measured reading of any run is at the edge of the rule', () => {
    const edges = [{ reading: 'ratio', value: 2.104, change: 'less', verdict: 'false' }] as const;
    expect(judgeClaim(DECLARED, [runWith(TRUE), runWith({ ...TRUE, edges })])).toMatchObject({
      verdict: 'uncertain',
      why: 'at the edge of its rule: with ratio (2.1) 10 % less, true would be false',
    });
  });
});

describe('a claim is not measured', () => {
  const CRASHED: RunOutcome = {
    ...{ state: 'crashed', phase: 'run', exitCode: 1, signal: null, stderrLines: [] },
    reason: 'Error: no drain was emitted',
  };

  test('if one of its runs failed, whatever the others show', () => {
    expect(judgeClaim(DECLARED, [runWith(TRUE), runWith(undefined, CRASHED)])).toEqual({
      ...DECLARED,
      verdict: 'not measured',
      why: 'Error: no drain was emitted',
    });
  });

  test.each([
    [
      { state: 'timed-out', afterMs: 60_000, phase: 'run' },
      'a run was not over after 1 min, in run: raise --timeout',
    ],
    [
      { state: 'out-of-memory', phase: 'setup' },
      'a run ran out of V8 heap in setup: raise it with --node-flag=--max-old-space-size=MiB',
    ],
    [
      { state: 'over-limit', rssBytes: 2 * 1024 ** 2, limitBytes: 1024 ** 2, phase: 'run' },
      'a run took 2 MiB in run, over the cap of 1 MiB: raise --max-memory',
    ],
    [{ state: 'aborted', phase: 'run' }, 'a run was interrupted'],
  ] as const)('%j: with the reason, and what to try', (outcome, why) => {
    expect(judgeClaim(DECLARED, [runWith(undefined, outcome)])).toMatchObject({
      verdict: 'not measured',
      why,
    });
  });

  test('if one of its runs says nothing of its rule', () => {
    expect(judgeClaim(DECLARED, [runWith(TRUE), runWith(undefined)])).toMatchObject({
      verdict: 'not measured',
    });
  });

  test('if it has no run', () => {
    expect(judgeClaim(DECLARED, [])).toMatchObject({ verdict: 'not measured' });
  });
});

test('a run with a sampler does not count if there are runs without one', () => {
  const profile = runWith(FALSE, { state: 'completed' }, 'profile');
  expect(judgeClaim(DECLARED, [profile, runWith(TRUE)])).toMatchObject({ verdict: 'true' });
});
